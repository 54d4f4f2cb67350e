import Ingest

/// The second process of a program in which hostile files may do what they like.
public enum WorkerProcess {
  /// To be called first of all: serves, and ends the process, where the program was started as its own
  /// worker; else lets ingestion start workers.
  public static func serveIfAsked(arguments: [String]) {
    ExtractionWorker.serveIfAsked(arguments: arguments)
  }
}
