import { randomUUID } from "node:crypto";
import type { NewAuditEntry } from "@catalyst/core";
import { AMPLE } from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeUser, type PeopleStores } from "../../testing/people-stores.ts";

export function auditStoreContract(open: () => Promise<PeopleStores>): void {
  let stores: PeopleStores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(() => stores.close());

  const add = (entry: Partial<NewAuditEntry>) =>
    stores.audit.add({ kind: "invited", userId: null, teamId: null, facts: {}, ...entry });

  test("what was written down is listed with the newest first, page by page, each once", async () => {
    for (const name of ["a", "b", "c"]) {
      await add({ facts: { name } });
    }
    const first = await stores.audit.list({ limit: 2 });
    const before = first.at(-1)?.number as number;
    const rest = await stores.audit.list({ before, limit: 2 });
    expect([...first, ...rest].map(({ facts }) => facts.name)).toEqual(["c", "b", "a"]);
  });

  test("of a team only what concerns it is listed, with what person and team are called by now", async () => {
    const { userId, login } = await makeUser(stores);
    const team = await stores.teams.make({ slug: `t-${randomUUID().slice(0, 8)}`, name: "T", ownerId: userId }, AMPLE);
    await add({ userId, teamId: team.id });
    await add({ userId });
    await add({ teamId: randomUUID() });
    await stores.teams.rename(team.id, { slug: `${team.slug}-2` });
    expect(await stores.audit.list({ teamId: team.id, limit: 10 })).toMatchObject([
      { userId, login, teamId: team.id, team: `${team.slug}-2` },
    ]);
    expect(await stores.audit.list({ limit: 10 })).toMatchObject([{ team: null }, { login, team: null }, { login }]);
  });

  test("what was written down of somebody who is nobody here stays", async () => {
    const userId = randomUUID();
    await add({ userId });
    expect(await stores.audit.list({ limit: 10 })).toMatchObject([{ userId, login: null }]);
  });
}
