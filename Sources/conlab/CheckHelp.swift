/// What `conlab check --help` says of the files that it reads.
enum CheckHelp {
  /// Short enough for a screen; `docs/CHECK.md` has the rest.
  static let text = """
    A history is a file of Jepsen or Knossos (EDN), the same as JSON Lines, a Jepsen log, or what \
    conlab run --history writes: what each process invoked, and how that ended (ok, fail, or info: \
    nobody knows).

    \(examples)

    What --spec names, with its functions; [key value] or :key where there are several objects:

    \(functions)

    Models: linearizable, sequential, causal, pram, read-your-writes and every other checker by \
    its name, several with commas between; all that clients can tell; strongest.

    Exit codes: 0 all hold (strongest: it is decided), 1 one is violated, 2 one is unknown, 64 \
    wrong usage, 65 a file is no history, 66 there is no such file, 74 a picture or the report \
    cannot be written, or a file or standard input not be read. Of several files the worst \
    counts: 64, 65, 66, 74, 1, 2, 0.
    """

  /// Each line is one that is read.
  static let examples = """
    {:process 0, :type :invoke, :f :write, :value 1}
    {:process 0, :type :ok, :f :write, :value 1}
    {:process 1, :type :invoke, :f :read, :key "x", :value nil}
    {:process 1, :type :invoke, :f :read, :value ["x" nil]}
    {:process 2, :type :ok, :f :txn, :value [[:r :x 1] [:append :y 2]]}
    {"process": 0, "type": "fail", "f": "cas", "value": [1, 2]}
    """

  private static let functions = """
    register        read, write, delete
    cas-register    the same, and cas with [old new]
    multi-register  txn with [[:r :x nil] [:w :y 3] [:append :z 4]]
    kv              get, put, append, delete, cas
    counter         read, add, increment, decrement
    set             read, add, remove
    queue, stack    enqueue, dequeue; push, pop
    list, mutex     read, append; acquire, release
    """
}
