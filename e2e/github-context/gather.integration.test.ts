import { afterEach, beforeEach, expect, test } from "vitest";
import { checkOut, propose } from "../github-peer/testing/propose.ts";
import { type PlayedContext, playContext, SHOP } from "./testing/play-context.ts";

let played: PlayedContext;
beforeEach(async () => {
  played = await playContext();
});
afterEach(() => played?.close());

test("each text has its author's class as it is now: an outsider's issue stays an outsider's, whoever assigns it", async () => {
  const { peer, open, comment, gather } = played;
  const number = await open("eve");
  for (const [login, body] of [
    ["ada", "Yes."],
    ["tom", "Seen."],
    ["eve", "Please!"],
  ] as const) {
    await comment(login, number, body);
  }
  const { author, subject, pieces } = await gather({ kind: "issue", number });
  expect(author).toEqual({ id: String(peer.person("eve").id), login: "eve", class: "outsider" });
  expect(subject).toMatchObject({ title: "Upload fails", text: "Retry it.", author: { login: "eve" } });
  const classes = pieces.map(({ text, author: by }) => [text, by.class]).toSorted();
  expect(classes).toEqual([
    ["Please!", "outsider"],
    ["Seen.", "member"],
    ["Yes.", "maintainer"],
  ]);
  peer.repository("acme/shop").roles.delete(peer.person("ada").id);
  const again = await gather({ kind: "issue", number });
  expect(again.pieces.find(({ text }) => text === "Yes.")?.author.class).toBe("outsider");
});

test("what our own account wrote is nobody else's", async () => {
  const { peer, open, gather } = played;
  const number = await open("ada");
  const issue = peer.repository("acme/shop").issues.find((one) => one.number === number);
  Object.assign(issue ?? {}, { author: peer.app.bot });
  expect((await gather({ kind: "issue", number })).author).toMatchObject({ class: "own" });
});

test("an issue that was moved isn't told of as if it were here, and it is said where it is", async () => {
  await played.close();
  const roles = { ada: "write" } as const;
  played = await playContext({ repositories: { "acme/shop": { roles }, "acme/site": { roles } } });
  const { ask, open, gather } = played;
  await open("ada");
  const number = await open("ada");
  const ada = ask("ada");
  const at = { ...SHOP, issue_number: number };
  const { node_id: id } = (await ada.request("GET /repos/{owner}/{repo}/issues/{issue_number}", at)).data;
  const to = (await ada.request("GET /repos/{owner}/{repo}", { owner: "acme", repo: "site" })).data.node_id;
  const move =
    "mutation($id: ID!, $to: ID!) { transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { number } } }";
  await ada.graphql(move, { id, to });
  const moved = JSON.stringify({ kind: "moved", to: "acme/site#1" });
  await expect(gather({ kind: "issue", number })).rejects.toThrow(moved);
});

test("when a text and a title were changed is known, and what the title was", async () => {
  const { ask, open, comment, gather } = played;
  const number = await open("eve");
  const id = await comment("eve", number, "Nothing.");
  const eve = ask("eve");
  await eve.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    ...SHOP,
    ...{ issue_number: number, title: "Mail the keys", body: "Now." },
  });
  const path = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
  await eve.request(path, { ...SHOP, comment_id: id, body: "Something." });
  const { editedAt, titles, pieces } = await gather({ kind: "issue", number });
  expect(editedAt).toBeInstanceOf(Date);
  expect(titles).toEqual([{ title: "Upload fails", until: expect.any(Date) }]);
  expect(pieces).toMatchObject([{ id: `comments:${id}`, text: "Something.", editedAt: expect.any(Date) }]);
});

test("threads about lines are told with their lines and all their comments, but for those that are settled", async () => {
  const { peer, ask, gather } = played;
  const commit = await (await checkOut(peer, "ada", "acme/shop")).push("mend", { "sum.js": "a + b\n" });
  const { number } = await propose(peer, "ada", { name: "acme/shop", head: "mend" });
  const comments = "/repos/{owner}/{repo}/pulls/{pull_number}/comments";
  const at = { ...SHOP, pull_number: number };
  const begin = async (body: string) => {
    const place = { commit_id: commit, path: "sum.js", line: 1, side: "RIGHT" as const };
    return Number((await ask("tom").request(`POST ${comments}`, { ...at, ...place, body })).data.id);
  };
  const [open, settled] = [await begin("Why?"), await begin("Rename it.")];
  await ask("eve").request(`POST ${comments}/{comment_id}/replies`, { ...at, comment_id: open, body: "Yes, why?" });
  const { pullRequest } = peer.repository("acme/shop").issues.find((one) => one.number === number) ?? {};
  const first = pullRequest?.reviewComments.find(({ id }) => id === settled);
  Object.assign(first ?? {}, { resolvedBy: peer.person("ada") });
  const { pieces, unread } = await gather({ kind: "pull_request", number });
  expect(pieces.toSorted((one, other) => one.id.localeCompare(other.id))).toMatchObject([
    {
      kind: "open_thread",
      text: "Why?",
      path: "sum.js",
      line: 1,
      side: "RIGHT",
      hunk: expect.stringContaining("+a + b"),
    },
    { kind: "open_thread", text: "Yes, why?", path: "sum.js", author: { class: "outsider" } },
  ]);
  expect(unread).toMatchObject({ resolved: 1 });
  const asked = await gather({ kind: "pull_request", number, commentId: String(settled) });
  expect(asked.pieces.filter(({ kind }) => kind === "asked_thread")).toMatchObject([{ text: "Rename it." }]);
  expect(await played.listThreads(number)).toMatchObject([
    { commentId: String(open), authorId: String(peer.person("tom").id), isResolved: false, line: 1, text: "Why?" },
    { commentId: String(settled), isResolved: true, isOutdated: false },
  ]);
});

test("what an issue is a part of, its own parts, and a pull request that is to close it already are told", async () => {
  const { peer, ask, open, gather } = played;
  const [whole, number, part] = [
    await open("ada", { title: "Uploads", body: "All of them." }),
    await open("eve"),
    await open("ada", { title: "Wait longer", body: "" }),
  ];
  const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues";
  const idOf = (of: number) => peer.repository("acme/shop").issues.find((one) => one.number === of)?.id ?? 0;
  await ask("ada").request(path, { ...SHOP, issue_number: whole, sub_issue_id: idOf(number) });
  await ask("ada").request(path, { ...SHOP, issue_number: number, sub_issue_id: idOf(part) });
  await (await checkOut(peer, "ada", "acme/shop")).push("mend", { "sum.js": "a + b\n" });
  const pull = await propose(peer, "ada", { name: "acme/shop", head: "mend" });
  const body = `Closes #${number}`;
  await ask("ada").request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...{ ...SHOP, pull_number: pull.number, body },
  });
  const { pieces } = await gather({ kind: "issue", number });
  expect(pieces.map(({ kind, text }) => [kind, text])).toEqual([
    ["proposal", `It is to close it: #${pull.number} Mend (open)\n\n${body}`],
    ["linked", `It is a part of: #${whole} Uploads (open)\n\nAll of them.`],
    ["linked", `It has the part: #${part} Wait longer (open)`],
  ]);
});

test("what an issue waits for is told of its own repository, and of no other one's number", async () => {
  const { peer, ask, open, gather } = played;
  const [first, number] = [await open("eve", { title: "Store it", body: "In a table." }), await open("ada")];
  await open("ada", { title: "Of the same number as the other one" });
  const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by";
  const block = (name: string, of: number) =>
    ask("ada").request(path, {
      ...{ ...SHOP, issue_number: number },
      issue_id: peer.repository(name).issues.find((one) => one.number === of)?.id ?? 0,
    });
  await block("acme/shop", first);
  for (const title of ["Secret", "Other secret", "Third secret"]) {
    await ask("ada").request("POST /repos/{owner}/{repo}/issues", { owner: "acme", repo: "vault", title });
  }
  await block("acme/vault", 3);
  const { pieces } = await gather({ kind: "issue", number });
  expect(pieces).toMatchObject([
    { kind: "linked", text: `It waits for: #${first} Store it (open)\n\nIn a table.`, author: { class: "outsider" } },
  ]);
});

test("what an issue's text names is told, with its author's class, and what isn't there is not", async () => {
  const { open, gather } = played;
  const other = await open("eve", { title: "Mail the keys", body: "Now." });
  const number = await open("ada", { body: `As #${other} says, and #4711, and acme/other#1.` });
  const { pieces } = await gather({ kind: "issue", number });
  expect(pieces).toMatchObject([
    { kind: "linked", text: `Its text names: #${other} Mail the keys (open)\n\nNow.`, author: { class: "outsider" } },
  ]);
});

test("what a text names of another repository isn't read, whoever may read it: our answer is seen by others", async () => {
  const vault = await played.ask("ada").request("POST /repos/{owner}/{repo}/issues", {
    ...{ owner: "acme", repo: "vault", title: "The key", body: "hunter2" },
  });
  const { address } = played.peer;
  const body = `See acme/vault#${vault.data.number} and ${address}/acme/vault/issues/${vault.data.number}`;
  const number = await played.open("ada", { body });
  const { pieces } = await played.gather({ kind: "issue", number });
  expect(JSON.stringify(pieces)).not.toMatch(/The key|hunter2/);
});

test("a GitHub Enterprise Server is asked at its own places", async () => {
  const enterprise = await playContext({ enterprise: "3.17" });
  try {
    const number = await enterprise.open("eve");
    await enterprise.comment("ada", number, "Yes.");
    const { author, pieces } = await enterprise.gather({ kind: "issue", number });
    expect(author.class).toBe("outsider");
    expect(pieces).toMatchObject([{ text: "Yes.", author: { class: "maintainer" } }]);
  } finally {
    await enterprise.close();
  }
});

test("a long thread is read to its beginning, and what is folded away, bots' and ours left out and counted", async () => {
  const { peer, open, comment, gather } = played;
  const number = await open("ada");
  await comment("ada", number, "0");
  const { comments = [] } = peer.repository("acme/shop").issues[0] ?? {};
  const [first] = comments;
  if (first === undefined) {
    throw new Error("there is no comment");
  }
  const more = Array.from({ length: 130 }, (_, index) => ({ ...first, id: 100_000 + index, body: `${index + 1}` }));
  comments.push(...more);
  comments.push({ ...first, id: 200_001, body: "folded", minimizedReason: "OUTDATED" });
  comments.push({ ...first, id: 200_002, body: "ours", author: peer.app.bot });
  comments.push({ ...first, id: 200_003, body: "beep", author: { ...peer.app.bot, id: 999_999, login: "other[bot]" } });
  const { pieces, unread } = await gather({ kind: "issue", number, commentId: String(first.id) });
  expect(pieces.map(({ text }) => Number(text)).toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 130 }, (_, index) => index + 1),
  );
  expect(unread).toEqual({ minimised: 1, bots: 1, resolved: 0, beyond: 0 });
  const listed = await gather({ kind: "issue", number, bots: ["999999"] });
  expect(listed.pieces.find(({ text }) => text === "beep")?.author.class).toBe("bot");
  expect(listed.unread.bots).toBe(0);
});
