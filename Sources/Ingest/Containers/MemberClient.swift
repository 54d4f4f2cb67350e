import Glibc

/// The side that asks for the members of a container, which a process of its own reads.
final class MemberClient {
  /// The first argument of the process that reads.
  static let argument = "--serve-members"
  /// The time until the next member, or a sign of life.
  private static let seconds = 300

  private let path: String
  private let process: ChildProcess
  private let socket: FrameSocket
  private let limits: ContainerLimits

  /// Starts the process; nil where this program serves as none, or none can be started.
  init?(_ container: Container, descriptor: Int32) {
    guard ExtractionWorker.isAvailable, let (own, other) = try? FrameSocket.pair() else {
      return nil
    }
    defer { other.close() }
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let arguments = [
      Self.argument, container.kind.rawValue, String(container.facts.size), container.path,
    ]
    guard
      let process = try? ChildProcess(
        program: "/proc/self/exe", arguments: arguments,
        descriptors: [other.descriptor, null, null, descriptor])
    else {
      own.close()
      return nil
    }
    path = container.path
    limits = container.limits
    socket = own
    self.process = process
  }

  deinit {
    socket.close()
    process.kill()
  }

  /// As `Container.read`.
  func forEach(_ body: (ContainerItem) throws -> Bool) throws -> Bool {
    while true {
      var reader = WireReader(try receive())
      do {
        switch try MemberFrame(from: &reader, container: path) {
        case .item(let item): if try !body(item) { return true }
        case .end(let isContainer): return isContainer
        case .failure(let error): throw error
        }
      } catch is WireReader.Malformed {
        throw IngestError.extractorFailed(path: path, found: "answered nonsense")
      }
    }
  }

  private func receive() throws -> [UInt8] {
    let limit = limits.memberSize + (1 << 20)
    do {
      return try socket.receive(limit: limit, until: .now + .seconds(Self.seconds))
    } catch {
      process.kill()
      let found =
        switch error {
        case .timedOut: "did not go on within \(Self.seconds) seconds and was stopped"
        case .tooLong: "answered nonsense"
        case .closed: process.wait().phrase
        }
      throw IngestError.extractorFailed(path: path, found: found)
    }
  }
}

/// What goes from the process that reads a container to the one that asked.
enum MemberFrame {
  case item(ContainerItem)
  /// All was told, or the file is no container.
  case end(isContainer: Bool)
  case failure(IngestError)

  func bytes() -> [UInt8] {
    var writer = WireWriter()
    switch self {
    case .item(.alive): writer.write(0)
    case .item(.member(let member)):
      switch member.content {
      case .success(let content):
        writer.write(1)
        writer.write(member.name)
        writer.write(content)
      case .failure(let error):
        writer.write(2)
        writer.write(member.name)
        error.write(to: &writer)
      }
    case .end(let isContainer): writer.write(isContainer ? 3 : 4)
    case .failure(let error):
      writer.write(5)
      error.write(to: &writer)
    }
    return writer.bytes
  }

  /// - Throws: `WireReader.Malformed`.
  init(from reader: inout WireReader, container: String) throws {
    switch try reader.int(in: 0...5) {
    case 0: self = .item(.alive)
    case 1:
      let name = try Self.name(from: &reader)
      let content = Array(try reader.content())
      self = .item(.member(ContainerMember(name: name, content: .success(content))))
    case 2:
      let name = try Self.name(from: &reader)
      let path = ContainerPath(container: container, member: name).path
      let error = try IngestError(from: &reader, path: path)
      self = .item(.member(ContainerMember(name: name, content: .failure(error))))
    case 3: self = .end(isContainer: true)
    case 4: self = .end(isContainer: false)
    default: self = .failure(try IngestError(from: &reader, path: container))
    }
  }

  private static func name(from reader: inout WireReader) throws -> String {
    let name = try reader.string()
    guard ContainerMember.plainTitle(name) == name else { throw WireReader.Malformed() }
    return name
  }

  /// Serves the container that is open as descriptor 3 to the other side of `socket`.
  ///
  /// - Parameter arguments: Kind, size and path.
  static func serve(_ socket: FrameSocket, arguments: [String]) {
    guard arguments.count == 3, let kind = ContainerKind(rawValue: arguments[0]),
      let size = Int(arguments[1])
    else { return }
    func send(_ frame: MemberFrame) -> Bool { (try? socket.send(frame.bytes())) != nil }
    do {
      let isContainer = try Container.read(
        3, size: size, kind: kind, path: arguments[2], limits: ContainerLimits()
      ) { send(.item($0)) }
      _ = send(.end(isContainer: isContainer))
    } catch {
      _ = send(
        .failure(
          error as? IngestError
            ?? .extractorFailed(path: arguments[2], found: "failed: \(error)")))
    }
  }
}
