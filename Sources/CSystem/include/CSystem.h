// Calls of Linux that Swift's Glibc module does not show.

#ifndef ASK_CSYSTEM_H
#define ASK_CSYSTEM_H

#include <spawn.h>
#include <sys/types.h>

// A file in memory, closed when another program starts; -1 and errno where it cannot be made.
int ask_memory_file(const char *name);

// Both ends of a pipe, closed when another program starts; -1 and errno where it cannot be made.
int ask_pipe(int ends[2]);

// Closes all descriptors from `first` on in the program that is started.
int ask_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

// Bounds what another process may use from now on: bytes of memory and seconds of computing.
void ask_limit_process(pid_t process, unsigned long memory, unsigned long seconds);

#endif
