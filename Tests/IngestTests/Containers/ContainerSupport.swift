import Foundation
import TestSupport
import Testing

@testable import Ingest

/// What tests of containers ask for.
enum Containers {
  /// The members of a container, by name, as text or as the code of what is wrong with them.
  static func members(
    of path: String, limits: ContainerLimits = ContainerLimits()
  ) throws -> [String: String] {
    let container = try #require(try Container(path: path, limits: limits))
    var members: [String: String] = [:]
    let isContainer = try container.forEachMember { member in
      switch member.content {
      case .success(let bytes): members[member.name] = String(decoding: bytes, as: UTF8.self)
      case .failure(let error): members[member.name] = "\(error.code)"
      }
      return true
    }
    #expect(isContainer)
    return members
  }

  static func failure(_ path: String, limits: ContainerLimits = ContainerLimits()) -> IngestError? {
    do {
      _ = try members(of: path, limits: limits)
      return nil
    } catch { return error as? IngestError }
  }

  /// Runs a program that people make such files with; false where it is not installed.
  static func run(_ arguments: [String], in folder: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus == 127 { return false }
    #expect(process.terminationStatus == 0, "\(arguments)")
    return true
  }
}
