import Glibc

/// Runs the built `ask` as a process of its own, in a working directory and an environment that
/// nothing else shares.
///
/// `HOME`, `XDG_DATA_HOME` and `XDG_CACHE_HOME` point below the temporary directory, `ASK_STORE` is
/// not set, and standard input is empty unless given.
public final class CommandRunner: Sendable {
  /// Where commands run; a folder of the temporary directory.
  public let directory: TemporaryDirectory

  public init() throws {
    directory = try TemporaryDirectory()
    mkdir(directory.path("home"), 0o755)
    mkdir(directory.path("work"), 0o755)
  }

  /// The working directory of commands.
  public var workingDirectory: String { directory.path("work") }

  /// The absolute path of `name` in the working directory.
  public func path(_ name: String) -> String { directory.path("work/\(name)") }

  /// Writes a file into the working directory and returns its path.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try directory.write(text, to: "work/\(name)")
  }

  /// Writes a file into the working directory and returns its path.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) throws -> String {
    try directory.write(bytes, to: "work/\(name)")
  }

  /// The executable, beside the test bundle that is running.
  public static var executable: String {
    guard let own = realpath("/proc/self/exe", nil) else { return "ask" }
    defer { free(own) }
    let folder = String(cString: own).split(separator: "/").dropLast().joined(separator: "/")
    return "/\(folder)/ask"
  }

  /// Runs `ask` with `arguments` to its end.
  ///
  /// - Throws: `CommandRunner.Failure` where it cannot be started or exceeds the timeout.
  @discardableResult
  public func ask(
    _ arguments: String..., input: String? = nil, in folder: String? = nil,
    environment: [String: String] = [:]
  ) throws -> CommandResult {
    try run(
      [Self.executable] + arguments, input: input.map { Array($0.utf8) }, in: folder,
      environment: environment)
  }

  /// Runs a line of shell in which `$ASK` is the executable.
  @discardableResult
  public func shell(_ line: String, environment: [String: String] = [:]) throws -> CommandResult {
    try run(["/bin/sh", "-c", line], environment: environment)
  }

  /// Runs a command to its end.
  ///
  /// - Throws: `CommandRunner.Failure` where it cannot be started or exceeds the timeout.
  @discardableResult
  public func run(
    _ words: [String], input: [UInt8]? = nil, in folder: String? = nil,
    environment: [String: String] = [:], timeoutSeconds: Double = 60
  ) throws -> CommandResult {
    let running = try start(words, input: input, in: folder, environment: environment)
    return try running.wait(timeoutSeconds: timeoutSeconds)
  }

  /// Starts a command and returns at once.
  public func start(
    _ words: [String], input: [UInt8]? = nil, in folder: String? = nil,
    environment: [String: String] = [:]
  ) throws -> RunningCommand {
    let files = try StreamFiles(directory, input: input)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The threads that run tests block signals, and a new process inherits that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, files.input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, files.output, create, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, files.errors, create, 0o600)
    // The shell changes the folder and becomes the command, which keeps the process's number.
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder ?? workingDirectory]
    var process = pid_t()
    let code = withPointers(to: shell + words) { words in
      withPointers(to: variables(adding: environment)) { variables in
        posix_spawn(&process, "/bin/sh", &actions, &attributes, words, variables)
      }
    }
    guard code == 0 else { throw Failure(command: words, detail: String(cString: strerror(code))) }
    return RunningCommand(process: process, words: words, files: files)
  }

  private func variables(adding added: [String: String]) -> [String] {
    var all = [
      "HOME": directory.path("home"), "XDG_DATA_HOME": directory.path("home/data"),
      "XDG_CACHE_HOME": directory.path("home/cache"), "LANG": "C.UTF-8", "ASK": Self.executable,
      "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "TZ": "UTC",
    ]
    for name in ["LD_LIBRARY_PATH", "TMPDIR"] {
      if let value = getenv(name) { all[name] = String(cString: value) }
    }
    all.merge(added) { $1 }
    return all.map { "\($0.key)=\($0.value)" }
  }

  /// A command that could not be run.
  public struct Failure: Error, CustomStringConvertible {
    public let command: [String]
    public let detail: String
    public var description: String {
      "\(command.map { $0.prefix(80) }.joined(separator: " ")): \(detail)"
    }
  }
}

/// A process that has been started.
public final class RunningCommand {
  private let process: pid_t
  private let words: [String]
  private let files: StreamFiles

  fileprivate init(process: pid_t, words: [String], files: StreamFiles) {
    self.process = process
    self.words = words
    self.files = files
  }

  /// Sends a signal; a process that has ended already does not mind.
  public func send(_ signal: Int32) { kill(process, signal) }

  /// Waits for the end; past the timeout the process is killed and an error thrown.
  public func wait(timeoutSeconds: Double = 60) throws -> CommandResult {
    let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
    var status: Int32 = 0
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { break }
      guard ended == 0 || errno == EINTR else {
        throw CommandRunner.Failure(command: words, detail: String(cString: strerror(errno)))
      }
      if ContinuousClock.now > deadline {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        throw CommandRunner.Failure(command: words, detail: "no end after \(timeoutSeconds) s")
      }
      usleep(500)
    }
    let signal = status & 0x7F
    return CommandResult(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      output: readFile(files.output), errors: readFile(files.errors))
  }
}

/// What a process left behind.
public struct CommandResult: Sendable {
  /// The exit status, or 128 + the number of the signal that ended the process.
  public let status: Int32
  /// Bytes of standard output.
  public let output: [UInt8]
  /// Bytes of standard error.
  public let errors: [UInt8]

  /// Standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
  /// Lines of standard output.
  public var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// Where a process's streams begin and end: files, so that no pipe can fill up.
private final class StreamFiles: Sendable {
  let input: String
  let output: String
  let errors: String

  init(_ directory: TemporaryDirectory, input bytes: [UInt8]?) throws {
    let name = "streams/\(UInt64.random(in: 0 ... .max))"
    output = directory.path(name + ".out")
    errors = directory.path(name + ".err")
    mkdir(directory.path("streams"), 0o755)
    input = try bytes.map { try directory.write($0, to: name + ".in") } ?? "/dev/null"
  }

  deinit {
    unlink(output)
    unlink(errors)
    if input != "/dev/null" { unlink(input) }
  }
}

/// The bytes of a file; none where it cannot be read.
public func readFile(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { return bytes }
    bytes += chunk[..<count]
  }
}

/// Calls `body` with a NULL-terminated array of C strings.
private func withPointers<Result>(
  to strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) } + [nil]
  defer { pointers.forEach { free($0) } }
  return body(pointers)
}
