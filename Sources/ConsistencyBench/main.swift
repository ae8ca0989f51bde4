// Prints what the engine costs: each event as a ratio to a bare heap loop, and going back.

var steps = StepCosts(events: 300_000, rounds: 7)
steps.measure()
steps.print()

var seeks = SeekCosts(events: 100_000)
seeks.measure(times: 101)
seeks.print()
