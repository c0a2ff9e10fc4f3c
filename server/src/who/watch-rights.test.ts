import type { Right } from "@catalyst/core";
import { beforeEach, expect, test } from "vitest";
import { type RightWatch, watchRights } from "./watch-rights.ts";
import type { Asker } from "./who-asks.ts";

const PERSON = "019a0000-0000-7000-8000-000000000001";
const asker: Asker = { actor: { kind: "person", userId: PERSON }, right: { kind: "session", id: "s1", endsAt: null } };

let tell: (ended: Right | null) => void;
let rights: RightWatch;

beforeEach(async () => {
  rights = await watchRights({
    async watch(onEnd) {
      tell = onEnd;
      return () => undefined;
    },
  });
});

test.each([{ kind: "session", id: "s1" } as const, { kind: "person", id: PERSON } as const, null])(
  "whoever asks by a right that ended, or may have, is to ask anew: %j",
  (ended) => {
    const { signal } = rights.hold(asker, rights.count());
    tell(ended);
    expect(signal.aborted).toBe(true);
  },
);

test.each([
  { kind: "session", id: "s2" } as const,
  { kind: "api_key", id: "s1" } as const,
  { kind: "person", id: "s1" } as const,
])("whoever asks by another goes on: %j", (ended) => {
  const { signal } = rights.hold(asker, rights.count());
  tell(ended);
  expect(signal.aborted).toBe(false);
});

test("what ended while it was looked up who asks counts", () => {
  const since = rights.count();
  tell({ kind: "session", id: "s1" });
  expect(rights.hold(asker, since).signal.aborted).toBe(true);
});
