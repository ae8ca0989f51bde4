import Curriculum

/// The lesson that `conlab lessons new` writes: small, complete, and sound as it is. Authors change it
/// piece by piece and keep it passing.
public enum LessonTemplate {
  /// - Precondition: both are identifiers (`Progress.isIdentifier`).
  public static func text(id: String, track: String) -> String {
    precondition(Progress.isIdentifier(id) && Progress.isIdentifier(track))
    return """
      # A lesson of Consistency Lab. docs/LESSONS.md explains every key.
      # Check it with: conlab lessons check FILE
      format: 1
      id: \(id)
      title: The note that was not there
      track: \(track)
      objective: Say why a reader at a copy may miss a write, and what it takes to be in time.
      minutes: 5
      bench: cluster
      counts: { rounds: 2, questions: 1, tasks: 1 }

      cluster:
        protocol: single-leader
        nodes: [P, R]
        clients: [ann, ben]
        client-timeout: 1000
        links:
          P | R: 100
        initial:
          note: empty
        knobs:
          acknowledgement: none

      rounds:
        - id: late
          title: A copy under way
          script:
            - at 10 ann write note = milk via P
            - at 50 ben read note via R
          beats:
            - title: Ann writes a note
              at: 49
              panel: network
              text: >-
                Ann wrote *milk* at 10, and P answered at 12. The copy for R takes 100 ms.
              predict:
                id: \(id)-first
                question: Ben asks R at 50. What does he read?
                choices:
                  - answer: milk
                    when: read(ben, 50) == milk
                    reply: The copy left P at 11 and is due at 111.
                  - answer: empty
                    when: read(ben, 50) == empty
                    reply: Right. R answers with what it has.
                expected: empty
                reveal: 52
            - title: A stale read
              at: 52
              panel: guarantees
              text: >-
                Ben's read misses a write that was committed before he asked: a **stale read**.

        - id: in-time
          title: In time
          from: late
          beats:
            - title: Your turn
              at: 0
              panel: network
              text: Change the way between P and R, before Ann writes, so that Ben reads *milk*.
              task: fresh

      shows:
        - round: late
          text: Ben reads the old note
          goal: read(ben, 50) == empty and staleness(ben, 50) == (1, 40)

      tasks:
        - id: fresh
          round: in-time
          text: Ben reads milk at 50.
          goal: read(ben, 50) == milk
          moves: [delay]

      hints:
        - When does Ben's request reach R, and when does the copy?
        - The copy leaves P at 11 and must be at R before 51.

      solution:
        - id: shorter-way
          task: fresh
          moves:
            - at 0 delay P | R 20

      accept:
        - id: one-way-is-enough
          task: fresh
          moves:
            - at 5 delay P -> R 30

      reject:
        - id: too-late
          task: fresh
          moves:
            - at 20 delay P | R 20
        - id: wrong-way
          task: fresh
          moves:
            - at 0 delay R -> P 20

      leaves-out:
        - Delays that vary.

      sources:
        - Where the facts of the lesson come from.

      """
  }
}
