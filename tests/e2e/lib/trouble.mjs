// Which failures may be chance. What a scenario asserts (silence, contacts, storage, values) is about the product and
// counts at once; it comes as any other error. `Trouble` is what a busy machine or a browser that died brings about as
// well: then the scenario is told once more, in a fresh browser. It is thrown where something is waited for, and by the
// drivers, and nowhere else.

/** Something that was waited for did not come in time, or a driver could not do what it was told. */
export class Trouble extends Error {}

/** Browser or driver has gone: whatever else is tried with it fails too. */
export class Lost extends Trouble {}
