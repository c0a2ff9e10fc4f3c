import { expect, test } from "vitest";
import { createRoom } from "./room.ts";

const limits = { total: 10, ofOne: 6, maxWaiting: 3, patienceMilliseconds: 600_000 };

/** Who is in, by name, in the order in which they came in. */
function visit(room = createRoom(limits)) {
  const inside: string[] = [];
  const leaves = new Map<string, () => void>();
  return {
    inside,
    async come(name: string, client: string, amount: number) {
      const leave = await room.enter(client, amount);
      inside.push(leave === null ? `${name} turned away` : name);
      leaves.set(name, leave ?? (() => undefined));
    },
    async leave(name: string) {
      leaves.get(name)?.();
      await new Promise(setImmediate);
    },
  };
}

test("one client has its share at most, and others go by it", async () => {
  const { inside, come, leave } = visit();
  await come("a1", "a", 6);
  void come("a2", "a", 1);
  await come("b1", "b", 4);
  expect(inside).toEqual(["a1", "b1"]);
  await leave("b1");
  expect(inside).toEqual(["a1", "b1"]);
  await leave("a1");
  expect(inside).toEqual(["a1", "b1", "a2"]);
});

test("who needs more than is left is not gone by", async () => {
  const { inside, come, leave } = visit();
  await come("a1", "a", 6);
  void come("b1", "b", 5);
  void come("c1", "c", 1);
  await new Promise(setImmediate);
  expect(inside).toEqual(["a1"]);
  await leave("a1");
  expect(inside).toEqual(["a1", "b1", "c1"]);
});

test("beyond so many who wait everybody is turned away, and so is who waited long enough", async () => {
  const { inside, come, leave } = visit();
  await come("a1", "a", 6);
  for (const name of ["a2", "a3", "a4"]) {
    void come(name, "a", 6);
  }
  await come("a5", "a", 6);
  expect(inside).toEqual(["a1", "a5 turned away"]);
  await leave("a1");
  expect(inside).toEqual(["a1", "a5 turned away", "a2"]);
  const hasty = visit(createRoom({ ...limits, patienceMilliseconds: 1 }));
  await hasty.come("a1", "a", 6);
  await hasty.come("a2", "a", 6);
  expect(hasty.inside).toEqual(["a1", "a2 turned away"]);
  await hasty.leave("a1");
  await hasty.come("a3", "a", 6);
  expect(hasty.inside).toEqual(["a1", "a2 turned away", "a3"]);
});
