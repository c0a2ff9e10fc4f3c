import { postgresGitHubAppStore } from "@catalyst/postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChangeUsersWish, changeUsers } from "../../worker/src/github/users/change-users.ts";
import { followUsers } from "../../worker/src/github/users/follow-users.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type PlayedPoll, playPoll } from "./play-poll.ts";

let played: PlayedPoll;
beforeEach(async () => {
  played = await playPoll();
});
afterEach(() => played.close());

const kept = async () => (await postgresGitHubAppStore(played.db).get(played.stored.id)) ?? played.stored;
const change = async (wish: Partial<ChangeUsersWish>) => {
  const { db, app } = played;
  await changeUsers(await kept(), { add: [], remove: [], ...wish }, { db, apps: { open: async () => app } });
  return (await kept()).machineUsers;
};

test("accounts that people pick are added by their logins alone, and taken away", async () => {
  const { peer, stored } = played;
  const ada = { id: peer.person("ada").id, login: "ada" };
  expect(await change({ add: [{ login: "ADA", id: null }] })).toEqual([...stored.machineUsers, ada]);
  expect(await change({ remove: ["catalyst-agent"] })).toEqual([ada]);
});

test.each([
  ["nobody's", { login: "nobody", id: null }, "not_found"],
  ["an organisation's", { login: "acme", id: null }, "invalid_input"],
  ["the App's own", { login: "catalyst[bot]", id: null }, "invalid_input"],
  ["of another number", { login: "ada", id: 7 }, "invalid_input"],
])("an account that is %s isn't added, which is said", async (_what, named, code) => {
  await expect(change({ add: [named] })).rejects.toMatchObject({ code });
  expect((await kept()).machineUsers).toEqual(played.stored.machineUsers);
});

test("whoever is picked is mentioned by what they are called by now, and who took their name isn't heard for us", async () => {
  const { peer, db, app } = played;
  peer.site.renameAccount("catalyst-agent", "shop-agent");
  peer.site.renameAccount("mallory", "catalyst-agent");
  const followed = await followUsers(await kept(), { db, app });
  expect(followed.machineUsers).toEqual([{ id: peer.person("shop-agent").id, login: "shop-agent" }]);
  expect(await kept()).toEqual(followed);
  await played.look();
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", {
    ...{ owner: "acme", repo: "shop", title: "The sum is wrong", body: "@catalyst-agent did it" },
  });
  await played.look(1);
  expect(await played.decide()).toEqual([]);
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...{ owner: "acme", repo: "shop", issue_number: 1, body: "@shop-agent please mend it" },
  });
  await played.look(2);
  expect(await played.decide()).toHaveLength(1);
});
