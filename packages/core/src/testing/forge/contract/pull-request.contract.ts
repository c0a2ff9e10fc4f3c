import { expect, test } from "vitest";
import { type PlayedForge, propose } from "./played-forge.ts";

export function pullRequestContract(of: () => PlayedForge): void {
  test("a branch is proposed once, however often that is asked for", async () => {
    const made = await propose(of(), { isDraft: true });
    expect(made).toMatchObject({ kind: "made", isNew: true, isDraft: true });
    expect(await propose(of())).toMatchObject({ ...made, isNew: false });
    const { pullRequests } = await of().see();
    expect(pullRequests.filter(({ head }) => head === of().heads[0])).toMatchObject([
      { title: "Mend the sum", isOpen: true },
    ]);
    expect(await propose(of(), { head: of().heads[1] })).toMatchObject({ kind: "made", isNew: true });
  });

  test("our part of its text is put to what it is to be, and what people wrote stays", async () => {
    const made = await propose(of());
    const { number = 0 } = made.kind === "made" ? made : {};
    const body = async () => (await of().see()).pullRequests.find((one) => one.number === number)?.body ?? "";
    await of().people.editPullRequest(number, `For Ada.\n\n${await body()}\n\nSee #3.`);
    await propose(of(), { body: "It adds again." });
    expect(await body()).toMatch(/^For Ada\.[\s\S]*It adds again\.[\s\S]*See #3\.$/);
    expect(await body()).not.toContain("It subtracted.");
  });

  test("what comes late replaces nothing that comes after it", async () => {
    await propose(of(), { sequence: 2, body: "It adds again." });
    await propose(of(), { sequence: 1, body: "It subtracts still." });
    const body = async () => (await of().see()).pullRequests.find(({ head }) => head === of().heads[0])?.body;
    expect(await body()).toContain("It adds again.");
    await propose(of(), { sequence: 3, body: "It multiplies, too." });
    expect(await body()).toContain("It multiplies, too.");
  });

  test("a template stands above our part of a new one, and is people's from then on", async () => {
    await propose(of(), { template: "## Why\n\nAs asked." });
    await propose(of(), { template: "## Why\n\nAnother.", body: "It adds again." });
    const [seen] = (await of().see()).pullRequests.filter(({ head }) => head === of().heads[0]);
    expect(seen?.body).toMatch(/^## Why\n\nAs asked\.\n\n[\s\S]*It adds again\./);
    expect(seen?.body).not.toContain("Another.");
  });

  test("one that we left a draft is made ready, or the other way round, unless people made it otherwise", async () => {
    const isDraft = async () => (await of().see()).pullRequests.find(({ head }) => head === of().heads[0])?.isDraft;
    await propose(of(), { isDraft: true });
    await propose(of(), { isDraft: false });
    expect(await isDraft()).toBe(true);
    await propose(of(), { isDraft: false, leftDraft: false });
    expect(await isDraft()).toBe(true);
    expect(await propose(of(), { isDraft: false, leftDraft: true })).toMatchObject({ isDraft: false });
    expect(await isDraft()).toBe(false);
    expect(await propose(of(), { isDraft: true, leftDraft: true })).toMatchObject({ isDraft: false });
    expect(await propose(of(), { isDraft: true, leftDraft: false })).toMatchObject({ isDraft: true });
    expect(await isDraft()).toBe(true);
  });

  test("one that people closed is neither reopened nor followed by another", async () => {
    const made = await propose(of());
    const { number = 0 } = made.kind === "made" ? made : {};
    await of().people.closePullRequest(number);
    expect(await propose(of())).toMatchObject({ kind: "failed", problem: { kind: "closed", number } });
    const ours = (await of().see()).pullRequests.filter(({ head }) => head === of().heads[0]);
    expect(ours.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  test("whoever asked for it is assigned and asked to review it, once, and it has the labels", async () => {
    const wish = { requester: "ada", labels: ["catalyst"], isFirst: true };
    await propose(of(), wish);
    await propose(of(), wish);
    const [seen] = (await of().see()).pullRequests.filter(({ head }) => head === of().heads[0]);
    expect(seen).toMatchObject({ asked: ["ada"], labels: ["catalyst"] });
    expect(seen?.body).not.toContain("@ada");
  });

  test("whoever is to look at one again is asked to, where the forge takes them for a reviewer", async () => {
    await propose(of());
    expect(await propose(of(), { reviewers: ["nobody-there", "ada"] })).toMatchObject({ kind: "made", isNew: false });
    const [seen] = (await of().see()).pullRequests.filter(({ head }) => head === of().heads[0]);
    expect(seen).toMatchObject({ asked: ["ada"] });
  });

  test("whoever can be neither is named in it", async () => {
    expect(await propose(of(), { requester: "nobody-there" })).toMatchObject({ kind: "made", isNew: true });
    const [seen] = (await of().see()).pullRequests.filter(({ head }) => head === of().heads[0]);
    expect(seen).toMatchObject({ asked: [], body: expect.stringContaining("@nobody-there") });
  });

  test("a base that isn't there is refused in words", async () => {
    expect(await propose(of(), { base: "nowhere" })).toMatchObject({
      problem: { kind: "refused", reason: expect.any(String) },
    });
  });

  test("a text without end is cut, and says so", async () => {
    const made = await propose(of(), { title: "x".repeat(5000), body: "x".repeat(200_000) });
    const { number } = made.kind === "made" ? made : {};
    const seen = (await of().see()).pullRequests.find((one) => one.number === number);
    expect(seen?.body).toContain("it is too long");
    expect(seen?.title.length).toBeLessThan(300);
  });
}
