import { describe, expect, it } from "vitest";
import { MAX_REMEMBERED } from "./accept-review-event.js";
import { foldReview } from "./fold-review.js";
import type { PositionedEvent, ReviewEvent, ReviewPartition } from "./review-state.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const NOTHING: ReviewPartition = { state: null, voters: new Map() };
const content = (text: string) => ({ summary: null, text, containsSpoilers: false, score: null });

type Facts = Partial<Pick<ReviewEvent, "eventId" | "occurredAt" | "origin">> & {
  position: number;
  appendedAt?: number;
};

const at = (facts: Facts) => ({
  eventId: facts.eventId ?? `e${facts.position}`,
  occurredAt: facts.occurredAt ?? facts.position,
  origin: facts.origin ?? ("live" as const),
  movieId: "m",
  userId: "author",
});
const item = (facts: Facts, event: ReviewEvent): PositionedEvent => ({
  position: facts.position,
  appendedAt: facts.appendedAt ?? facts.position,
  event,
});
const submit = (text: string, facts: Facts & { importedVotes?: { up: number; total: number } }) =>
  item(facts, {
    ...at(facts),
    type: "ReviewSubmitted",
    review: content(text),
    importedVotes: facts.importedVotes ?? null,
  });
const remove = (facts: Facts) => item(facts, { ...at(facts), type: "ReviewDeleted" });
const vote = (voterId: string, helpful: boolean, facts: Facts) =>
  item(facts, { ...at(facts), type: "ReviewVoted", voterId, helpful });

/** Folds each list as a batch of its own. */
function fold(...batches: PositionedEvent[][]) {
  let read = NOTHING;
  const decisions = [];
  for (const events of batches) {
    const result = foldReview(read, events, events[0]?.position ?? 0);
    decisions.push(...result.decisions);
    read = { state: result.state ?? read.state, voters: new Map([...read.voters, ...result.voters]) };
  }
  return { read, decisions, kinds: decisions.map(({ kind }) => kind) };
}

describe("foldReview", () => {
  it("adds, replaces and deletes", () => {
    const { decisions } = fold([
      submit("one", { position: 1 }),
      submit("two", { position: 2 }),
      remove({ position: 3 }),
      submit("three", { position: 4 }),
    ]);
    const standing = (text: string, createdAt: number) => ({ ...content(text), up: 0, total: 0, createdAt });
    const [one, two, three] = [standing("one", 1), standing("two", 2), standing("three", 4)];
    expect(decisions).toEqual([
      { position: 1, eventId: "e1", origin: "live", kind: "ADDED", before: null, review: one },
      { position: 2, eventId: "e2", origin: "live", kind: "REPLACED", before: one, review: two },
      { position: 3, eventId: "e3", origin: "live", kind: "DELETED", before: two, review: null },
      { position: 4, eventId: "e4", origin: "live", kind: "ADDED", before: null, review: three },
    ]);
  });

  it("counts one vote a voter, changed when they change their mind, and none by the author", () => {
    const { read, kinds } = fold(
      [submit("one", { position: 1 }), vote("ann", true, { position: 2 }), vote("bob", true, { position: 3 })],
      [vote("ann", false, { position: 4 }), vote("ann", false, { position: 5 }), vote("author", true, { position: 6 })],
    );
    expect(kinds).toEqual(["ADDED", "VOTED", "VOTED", "VOTED"]);
    expect(read.state?.votes).toEqual({ up: 1, total: 2 });
  });

  it("keeps votes when a review is replaced, and drops them when it is deleted", () => {
    const before = [submit("one", { position: 1 }), vote("ann", true, { position: 2 })];
    expect(fold(before, [submit("two", { position: 3 })]).read.state?.votes).toEqual({ up: 1, total: 1 });
    const { read, kinds } = fold(before, [
      remove({ position: 3 }),
      submit("two", { position: 4 }),
      vote("ann", true, { position: 5 }),
    ]);
    expect(kinds).toEqual(["ADDED", "VOTED", "DELETED", "ADDED", "VOTED"]);
    expect(read.state?.votes).toEqual({ up: 1, total: 1 });
  });

  it("refuses to delete what is not there and to vote on it", () => {
    const { kinds } = fold([remove({ position: 1 }), vote("ann", true, { position: 2 })]);
    expect(kinds).toEqual([]);
    expect(fold([submit("one", { position: 1 }), remove({ position: 2 }), remove({ position: 3 })]).kinds).toEqual([
      "ADDED",
      "DELETED",
    ]);
  });

  it("takes imported votes as a base that a later import replaces", () => {
    const importOf = (position: number, occurredAt: number, up: number) =>
      submit("one", { position, occurredAt, origin: "import", importedVotes: { up, total: 10 } });
    const { read } = fold([importOf(1, 1, 5)], [vote("ann", true, { position: 2 }), importOf(3, 2, 7)]);
    expect(read.state?.votes).toEqual({ up: 8, total: 11 });
  });

  it("never lets an import overwrite what is as new or newer, a deletion included", () => {
    const live = submit("live", { position: 1, occurredAt: 100 });
    const older = submit("older", { position: 2, occurredAt: 100, origin: "import" });
    const newer = submit("newer", { position: 3, occurredAt: 101, origin: "import" });
    expect(fold([live, older]).kinds).toEqual(["ADDED"]);
    expect(fold([live, older, newer]).kinds).toEqual(["ADDED", "REPLACED"]);
    const deletion = remove({ position: 2, occurredAt: 200 });
    expect(fold([live, deletion, newer]).kinds).toEqual(["ADDED", "DELETED"]);
  });

  it("knows an event id again for 24 hours, also after other reviews, and brings no older text back", () => {
    const again = (appendedAt: number) => submit("one", { position: 9, eventId: "key", appendedAt });
    const before = [
      submit("one", { position: 1, eventId: "key", appendedAt: 0 }),
      submit("two", { position: 2, appendedAt: 0 }),
    ];
    expect(fold(before, [again(DAY_MS)]).read.state?.content?.text).toBe("two");
    expect(fold(before, [again(DAY_MS + 1)]).kinds).toEqual(["ADDED", "REPLACED", "REPLACED"]);
  });

  it("knows a vote again after the voter changed their mind", () => {
    const { read } = fold([
      submit("one", { position: 1 }),
      vote("ann", true, { position: 2, eventId: "v" }),
      vote("ann", false, { position: 3 }),
      vote("ann", true, { position: 4, eventId: "v" }),
    ]);
    expect(read.state?.votes).toEqual({ up: 0, total: 1 });
  });

  it("takes no more of one author or voter in a day than can be remembered", () => {
    const many = Array.from({ length: MAX_REMEMBERED + 1 }, (_, index) => index + 2);
    const votes = many.map((position) => vote("ann", position % 2 === 0, { position, appendedAt: 0 }));
    const later = vote("ann", false, { position: MAX_REMEMBERED + 9, appendedAt: DAY_MS + 1 });
    const { read, kinds } = fold([submit("one", { position: 1, appendedAt: 0 }), ...votes]);
    expect(kinds).toHaveLength(1 + MAX_REMEMBERED);
    expect(read.state?.votes).toEqual({ up: 0, total: 1 });
    expect(
      foldReview(read, [{ ...later, event: { ...later.event, helpful: true } as never }], 99_999).decisions,
    ).toHaveLength(1);
  });

  it("reads back what was decided of a batch that comes again, in other pieces", () => {
    const events = [
      submit("one", { position: 1 }),
      vote("ann", true, { position: 2 }),
      submit("two", { position: 3 }),
      vote("ann", false, { position: 4 }),
      remove({ position: 5 }),
    ];
    const first = foldReview(NOTHING, events, 0);
    const applied = { state: first.state, voters: first.voters };
    for (let cut = 1; cut <= events.length; cut++) {
      const again = foldReview(applied, events.slice(0, cut), 0);
      expect(again.decisions).toEqual(first.decisions.slice(0, cut));
      expect(again.state).toEqual(first.state);
    }
  });

  it("forgets what is older than 24 hours and committed, and nothing else", () => {
    const { read } = fold(
      [submit("one", { position: 1, appendedAt: 0 }), submit("two", { position: 2, appendedAt: DAY_MS })],
      [submit("three", { position: 3, appendedAt: DAY_MS + 1 })],
    );
    expect(read.state?.recent.map(({ position }) => position)).toEqual([2, 3]);
    const uncommitted = foldReview(read, [submit("four", { position: 4, appendedAt: 3 * DAY_MS })], 3);
    expect(uncommitted.state?.recent.map(({ position }) => position)).toEqual([3, 4]);
  });
});
