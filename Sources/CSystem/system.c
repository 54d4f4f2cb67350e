#define _GNU_SOURCE
#include "CSystem.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

int ask_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int ask_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int ask_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

void ask_limit_process(pid_t process, unsigned long memory, unsigned long seconds) {
  struct rlimit limit = {memory, memory};
  prlimit(process, RLIMIT_AS, &limit, NULL);
  limit.rlim_cur = limit.rlim_max = seconds;
  prlimit(process, RLIMIT_CPU, &limit, NULL);
  limit.rlim_cur = limit.rlim_max = 0;
  prlimit(process, RLIMIT_CORE, &limit, NULL);
}
