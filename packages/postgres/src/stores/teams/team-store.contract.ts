import { randomUUID } from "node:crypto";
import { CatalystError, changeMember, type TeamMember } from "@catalyst/core";
import { AMPLE } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeUser, type PeopleStores } from "../../testing/people-stores.ts";

const slugOf = () => `t-${randomUUID().slice(0, 8)}`;

/** What every TeamStore promises. */
export function teamStoreContract(openStores: () => Promise<PeopleStores>): void {
  let stores: PeopleStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function makeTeam() {
    const owner = await makeUser(stores);
    const team = await stores.teams.make({ slug: slugOf(), name: "A team", ownerId: owner.userId }, AMPLE);
    return { owner, team };
  }

  const rolesOf = async (teamId: string) =>
    new Map((await stores.teams.listMembers(teamId)).map(({ login, role }) => [login, role]));

  test("a team begins with its owner and a project, and is found by those who are in it alone", async () => {
    const { owner, team } = await makeTeam();
    const { slug } = team;
    const other = await makeUser(stores);
    expect(team).toMatchObject({ name: "A team", role: "owner" });
    expect(await stores.teams.list(owner.userId)).toEqual([team]);
    expect(await stores.teams.find({ slug, userId: owner.userId })).toEqual(team);
    expect(await stores.teams.find({ slug, userId: other.userId })).toBeNull();
    expect(await stores.teams.list(other.userId)).toEqual([]);
    expect(await stores.projects.list(owner.userId)).toMatchObject([{ team: slug, slug: "default", role: "owner" }]);
    expect(await stores.projects.list(other.userId)).toEqual([]);
  });

  test("of many that make a team of one name at once, one does", async () => {
    const { userId: ownerId } = await makeUser(stores);
    const slug = slugOf();
    const made = await Promise.allSettled(
      Array.from({ length: 5 }, () => stores.teams.make({ slug, name: "One", ownerId }, AMPLE)),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of made) {
      expect(one.status === "rejected" ? one.reason : { code: "conflict" }).toMatchObject({ code: "conflict" });
    }
    expect(await stores.teams.list(ownerId)).toHaveLength(1);
  });

  test("a team is called otherwise, but not as another is", async () => {
    const [{ owner, team }, { team: other }] = [await makeTeam(), await makeTeam()];
    const slug = slugOf();
    await stores.teams.rename(team.id, { slug, name: "Renamed" });
    await stores.teams.rename(team.id, { slug });
    await stores.teams.rename(team.id, {});
    expect(await stores.teams.find({ slug, userId: owner.userId })).toMatchObject({ id: team.id, name: "Renamed" });
    await expect(stores.teams.rename(team.id, { slug: other.slug })).rejects.toMatchObject({ code: "conflict" });
  });

  test("members are added once, changed and removed, and what is refused leaves all as it was", async () => {
    const { owner, team } = await makeTeam();
    const { userId, login } = await makeUser(stores);
    await stores.teams.addMember({ teamId: team.id, userId, role: "viewer" });
    await stores.teams.addMember({ teamId: team.id, userId, role: "owner" });
    expect(await rolesOf(team.id)).toEqual(
      new Map([
        [owner.login, "owner"],
        [login, "viewer"],
      ]),
    );
    const seen: TeamMember[][] = [];
    const changed = await stores.teams.changeMember(team.id, (members) => {
      seen.push([...members]);
      return { userId, role: "member" };
    });
    expect(changed).toMatchObject({ login, role: "member" });
    expect(seen[0]).toHaveLength(2);
    const refused = stores.teams.changeMember(team.id, () => {
      throw new CatalystError("forbidden", "No.");
    });
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    expect((await rolesOf(team.id)).get(login)).toBe("member");
    await stores.teams.changeMember(team.id, () => ({ userId, role: null }));
    expect([...(await rolesOf(team.id)).keys()]).toEqual([owner.login]);
  });

  test("of two owners who leave at once, one stays", async () => {
    const { owner, team } = await makeTeam();
    const second = await makeUser(stores);
    await stores.teams.addMember({ teamId: team.id, userId: second.userId, role: "owner" });
    const left = await Promise.allSettled(
      [owner, second].map(({ userId, login }) =>
        changeMember({ actor: { kind: "person", userId }, team: team.slug, login, role: null }, stores),
      ),
    );
    expect(left.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect([...(await rolesOf(team.id)).values()]).toEqual(["owner"]);
  });
}
