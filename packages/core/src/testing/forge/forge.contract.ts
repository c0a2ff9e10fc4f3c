import { beforeEach, describe, expect, test } from "vitest";
import type { ForgePort, ReviewWish, ThreadReply } from "../../forge/forge-port.ts";
import type { Reaction, Written } from "../../forge/reaction.ts";
import type { Repo } from "../../vcs/repo.ts";

/** What people see at the forge. */
interface SeenForge {
  pullRequests: {
    number: number;
    head: string;
    title: string;
    body: string;
    isDraft: boolean;
    isOpen: boolean;
    /** Logins of those who are assigned or asked to review it. */
    asked?: readonly string[];
    labels?: readonly string[];
  }[];
  reviews: { number: number; body: string; inline: { file: string; line: number; body: string }[] }[];
  comments: { number: number; body: string }[];
  /** What was answered in a thread about lines. */
  answers: { comment: string; body: string }[];
  /** Our account's. */
  reactions: { to: Written["kind"]; reaction: Reaction }[];
  labels: { number: number; labels: string[] }[];
}

/** A forge with a repository, its people, and what can go wrong at it. */
export interface PlayedForge {
  forge: ForgePort;
  repo: Repo;
  /** One that isn't there. */
  absent: Repo;
  base: string;
  /** Branches with commits that the base doesn't have. */
  heads: readonly [string, string];
  /** An open pull request of somebody else's whose change has the line. */
  theirs: { number: number; commit: string; file: string; line: number };
  /** An open issue of somebody else's. */
  issue: { number: number; title: string; body: string; author: string };
  /** Who may write there, and no more. */
  writer: { id: string; login: string };
  /** A line that the change doesn't have. */
  lineElsewhere: number;
  see(): Promise<SeenForge>;
  people: {
    closePullRequest(number: number): Promise<void>;
    editPullRequest(number: number, body: string): Promise<void>;
    /** Returns the comment's number at the forge. */
    comment(number: number, body: string): Promise<string>;
    label(number: number, label: string): Promise<void>;
    deleteComments(number: number): Promise<void>;
    /** Begins a thread at the line of their pull request. Returns its comment. */
    commentOnLine(body: string): Promise<string>;
  };
  /** The next thing that is asked for meets it; an outage also after it was done. */
  meet(problem: "forbidden" | "rate_limited" | "outage" | "late_outage"): void;
  /** For the adapter it is that time by now. */
  passUntil(time: Date): void;
}

const MARK = "task-7";

/** What every forge promises. */
export function forgeContract(name: string, play: () => Promise<PlayedForge>): void {
  let played: PlayedForge;

  beforeEach(async () => {
    played = await play();
  });

  describe(name, () => {
    pullRequestContract(() => played);
    reviewContract(() => played);
    commentContract(() => played);
    threadContract(() => played);
    reactionContract(() => played);
    labelContract(() => played);
    subjectContract(() => played);
    permissionContract(() => played);
    targetContract(() => played);
    problemContract(() => played);
  });
}

function propose(
  { forge, repo, base, heads }: PlayedForge,
  more: Partial<Parameters<ForgePort["ensurePullRequest"]>[0]> = {},
) {
  const wish = { title: "Mend the sum", body: "It subtracted.", isDraft: false, mark: MARK };
  return forge.ensurePullRequest({ repo, base, head: heads[0], ...wish, ...more });
}

function pullRequestContract(of: () => PlayedForge): void {
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

  test("a template stands above our part of a new one, and is people's from then on", async () => {
    await propose(of(), { template: "## Why\n\nAs asked." });
    await propose(of(), { template: "## Why\n\nAnother.", body: "It adds again." });
    const [seen] = (await of().see()).pullRequests.filter(({ head }) => head === of().heads[0]);
    expect(seen?.body).toMatch(/^## Why\n\nAs asked\.\n\n[\s\S]*It adds again\./);
    expect(seen?.body).not.toContain("Another.");
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

function reviewContract(of: () => PlayedForge): void {
  const comment = (line: number, startLine: number | null = null) => {
    return { path: of().theirs.file, side: "RIGHT", line, startLine, body: "It subtracts." } as const;
  };
  const review = (comments: ReviewWish["comments"], mark = MARK) => {
    const { forge, repo, theirs } = of();
    const { number, commit } = theirs;
    const texts = { body: "One bug.", wholeBody: "One bug: it subtracts." };
    return forge.ensureReview({ repo, number, commit, comments, mark, ...texts });
  };

  test("a comment stands at its line, and the review's text beside it", async () => {
    const { file, line } = of().theirs;
    expect(await review([comment(line)])).toMatchObject({ kind: "made", isNew: true });
    const [seen] = (await of().see()).reviews;
    expect(seen?.inline).toMatchObject([{ file, line, body: "It subtracts." }]);
    expect(seen?.body).toContain("One bug.");
  });

  test("where one line isn't in the change nothing stands at lines, and the text says all of it, once", async () => {
    const { line } = of().theirs;
    const wish = [comment(line), comment(of().lineElsewhere)];
    expect(await review(wish)).toMatchObject({ kind: "made", isNew: true });
    expect(await review(wish)).toMatchObject({ kind: "made", isNew: false });
    const [seen, ...others] = (await of().see()).reviews;
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ inline: [], body: expect.stringContaining("One bug: it subtracts.") });
  });

  test("a review is made once, and another one beside it", async () => {
    const first = await review([]);
    expect(await review([])).toEqual({ ...first, isNew: false });
    expect(await review([], "task-8")).toMatchObject({ isNew: true });
    expect((await of().see()).reviews).toHaveLength(2);
  });

  test("a pull request is where it was, or isn't there", async () => {
    const { forge, repo, theirs } = of();
    const wish = { repo, number: theirs.number, commit: theirs.commit };
    expect(await forge.compareHead(wish)).toEqual({ kind: "made", head: theirs.commit, ahead: 0 });
    expect(await forge.compareHead({ ...wish, number: 9999 })).toMatchObject({ problem: { kind: "not_found" } });
  });

  test("a pull request that isn't there has no reviews", async () => {
    const { forge, repo, theirs } = of();
    const wish = { repo, commit: theirs.commit, body: "Words.", wholeBody: "Words.", comments: [], mark: MARK };
    expect(await forge.ensureReview({ ...wish, number: 9999 })).toEqual({
      kind: "failed",
      problem: { kind: "not_found" },
    });
  });
}

function commentContract(of: () => PlayedForge): void {
  let sequence: number;
  const comment = (body: string, more: { sequence?: number; isMade?: boolean } = {}) => {
    const { forge, repo, theirs } = of();
    sequence += 1;
    const wish = { repo, number: theirs.number, body, mark: MARK, urgency: "state" } as const;
    return forge.ensureComment({ ...wish, sequence, isMade: true, ...more });
  };
  const seen = async () => (await of().see()).comments.map(({ body }) => body);

  beforeEach(() => {
    sequence = 0;
  });

  test("a comment is made once and edited in place", async () => {
    const made = await comment("Working.");
    expect(await comment("Done.")).toEqual({ ...made, isNew: false });
    expect(await seen()).toEqual([expect.stringContaining("Done.")]);
  });

  test("what somebody else wrote with our mark isn't ours", async () => {
    await comment("Working.");
    const [ours = ""] = await seen();
    await of().people.deleteComments(of().theirs.number);
    await of().people.comment(of().theirs.number, ours);
    expect(await comment("Done.")).toMatchObject({ isNew: true });
    expect(await seen()).toEqual([ours, expect.stringContaining("Done.")]);
  });

  test("whoever comes with an earlier text is late: the later one stays", async () => {
    const made = await comment("Done.", { sequence: 7 });
    expect(await comment("Working.", { sequence: 6 })).toEqual({ ...made, isNew: false });
    expect(await seen()).toEqual([expect.stringContaining("Done.")]);
    await comment("Working on what was said since.", { sequence: 8 });
    expect(await seen()).toEqual([expect.stringContaining("said since")]);
  });

  test("one that was deleted is told, or made again by whoever wants it", async () => {
    await comment("Working.");
    await of().people.deleteComments(of().theirs.number);
    expect(await comment("Still working.", { isMade: false })).toMatchObject({ problem: { kind: "deleted" } });
    expect(await seen()).toEqual([]);
    expect(await comment("Done.")).toMatchObject({ kind: "made", isNew: true });
  });
}

function threadContract(of: () => PlayedForge): void {
  const answer = (replies: ThreadReply[], number = of().theirs.number) =>
    of().forge.ensureThreadReplies({ repo: of().repo, number, replies });

  test("threads are answered once each, however often that is asked for", async () => {
    const [first, second] = [await of().people.commentOnLine("Why?"), await of().people.commentOnLine("How?")];
    const one = { comment: first, mark: "answer-1", body: "Done." };
    const made = await answer([one]);
    expect(made).toMatchObject({ kind: "made", urls: [expect.stringMatching(/^https?:/)] });
    const urls = made.kind === "made" ? made.urls : [];
    const again = await answer([one, { comment: second, mark: "answer-2", body: "So." }]);
    expect(again).toMatchObject({ kind: "made", urls: [...urls, expect.any(String)] });
    const { answers } = await of().see();
    expect(answers.map(({ comment }) => comment).toSorted()).toEqual([first, second].toSorted());
    expect(answers.find(({ comment }) => comment === first)?.body).toContain("Done.");
  });

  test("where the thread is gone there is no answer, and the others are there", async () => {
    const comment = await of().people.commentOnLine("Why?");
    const gone = { comment: "999999999", mark: "answer-1", body: "Done." };
    expect(await answer([gone, { ...gone, comment, mark: "answer-2" }])).toMatchObject({ urls: [expect.any(String)] });
    expect((await of().see()).answers).toMatchObject([{ comment }]);
  });
}

function reactionContract(of: () => PlayedForge): void {
  test("what people wrote gets each reaction of ours once", async () => {
    const { forge, repo, issue, people } = of();
    const comment: Written = { kind: "comment", id: await people.comment(issue.number, "/catalyst run") };
    const subject: Written = { kind: "subject", number: issue.number };
    for (const [to, reaction] of [...PAIRS(subject), ...PAIRS(comment), ...PAIRS(comment)]) {
      expect(await forge.ensureReaction({ repo, to, reaction })).toMatchObject({ kind: "made" });
    }
    const { reactions } = await of().see();
    expect(reactions.map(({ to, reaction }) => `${to} ${reaction}`).toSorted()).toEqual(
      [...PAIRS(subject), ...PAIRS(comment)].map(([{ kind }, reaction]) => `${kind} ${reaction}`).toSorted(),
    );
  });

  test("what was deleted gets none, and that is told", async () => {
    const { forge, repo, issue, people } = of();
    const id = await people.comment(issue.number, "/catalyst run");
    await people.deleteComments(issue.number);
    expect(await forge.ensureReaction({ repo, to: { kind: "comment", id }, reaction: "seen" })).toEqual({
      kind: "failed",
      problem: { kind: "not_found" },
    });
  });
}

const PAIRS = (to: Written) =>
  (["seen", "done", "pushed", "refused"] as const).map((reaction) => [to, reaction] as const);

function labelContract(of: () => PlayedForge): void {
  test("a label is taken off, and one that isn't there needs nothing", async () => {
    const { forge, repo, issue, people } = of();
    await people.label(issue.number, "catalyst:claude-code");
    for (const label of ["catalyst:claude-code", "catalyst:claude-code", "catalyst"]) {
      expect(await forge.removeLabel({ repo, number: issue.number, label })).toMatchObject({ kind: "made" });
    }
    expect((await of().see()).labels.flatMap(({ labels }) => labels)).toEqual([]);
  });
}

function subjectContract(of: () => PlayedForge): void {
  const read = (kind: "issue" | "pull_request", number: number) =>
    of().forge.gather({ repo: of().repo, kind, number, commentId: null, bots: [] });

  test("an issue says what its author wrote", async () => {
    const { number, title, body: text, author: login } = of().issue;
    const author = { id: expect.stringMatching(/^\d+$/), login };
    expect(await read("issue", number)).toMatchObject({
      kind: "made",
      gathered: {
        subject: { kind: "issue", number, title, text, author, isOpen: true, isLocked: false, change: null },
        author: { ...author, class: "maintainer" },
        ...{ editedAt: null, titles: [], pieces: [] },
      },
    });
  });

  test("a pull request says where its commits are", async () => {
    const { theirs, base } = of();
    expect(await read("pull_request", theirs.number)).toMatchObject({
      kind: "made",
      gathered: {
        subject: { title: "Mine", change: { head: theirs.commit, branch: "theirs", base, isFork: false } },
      },
    });
  });

  test("a pull request that nobody said anything about lines of has no threads", async () => {
    const { forge, repo, theirs } = of();
    expect(await forge.listThreads({ repo, number: theirs.number })).toEqual({ kind: "made", threads: [] });
  });

  test("a number of the other kind, and one that there is none of, aren't found", async () => {
    const { issue, theirs } = of();
    for (const outcome of [
      await read("issue", theirs.number),
      await read("pull_request", issue.number),
      await read("issue", 9999),
    ]) {
      expect(outcome).toEqual({ kind: "failed", problem: { kind: "not_found" } });
    }
  });
}

function permissionContract(of: () => PlayedForge): void {
  const find = (account: { id: string; login: string }, repo = of().repo) =>
    of().forge.findPermission({ repo, account });

  test("who may write there is known by number, whatever they were called", async () => {
    const { id, login } = of().writer;
    expect(await find({ id, login })).toEqual({ kind: "made", permission: "write" });
    expect(await find({ id, login: `${login}-was-called-so` })).toEqual({ kind: "made", permission: "write" });
  });

  test("who took somebody's name may nothing for that, and nobody may nothing", async () => {
    const { id, login } = of().writer;
    expect(await find({ id: `9${id}`, login })).toEqual({ kind: "made", permission: "none" });
  });

  test("nothing is known of a repository that isn't there", async () => {
    expect(await find(of().writer, of().absent)).toEqual({ kind: "failed", problem: { kind: "not_found" } });
  });
}

function targetContract(of: () => PlayedForge): void {
  test("a repository says who sees it, as whom we act there, and what it demands of branches that needn't be there", async () => {
    const { forge, repo, base } = of();
    const outcome = await forge.readTarget({ repo, branches: [base, "nowhere"] });
    const account = { id: expect.stringMatching(/^\d+$/), login: expect.stringMatching(/\[bot\]$/) };
    const target = { isPublic: false, account, demands: { isSigned: false, isLinear: false } };
    expect(outcome).toEqual({ kind: "made", target });
  });
}

function problemContract(of: () => PlayedForge): void {
  test("a repository that isn't there is told apart", async () => {
    const outcome = await propose(of(), { repo: of().absent });
    expect(outcome).toEqual({ kind: "failed", problem: { kind: "not_found" } });
  });

  test.each(["forbidden", "rate_limited", "outage"] as const)("%s is told apart, and nothing is done", async (kind) => {
    of().meet(kind);
    const outcome = await propose(of());
    expect(outcome).toMatchObject({ kind: "failed", problem: { kind } });
    if (outcome.kind === "failed" && outcome.problem.kind === "rate_limited") {
      expect(outcome.problem.until).toBeInstanceOf(Date);
      of().passUntil(outcome.problem.until);
    }
    expect((await of().see()).pullRequests.filter(({ head }) => head === of().heads[0])).toEqual([]);
    expect(await propose(of())).toMatchObject({ kind: "made", isNew: true });
  });

  test("what was done before an outage is found by who asks again", async () => {
    of().meet("late_outage");
    expect(await propose(of())).toMatchObject({ problem: { kind: "outage" } });
    expect(await propose(of())).toMatchObject({ kind: "made", isNew: false });
    expect((await of().see()).pullRequests.filter(({ head }) => head === of().heads[0])).toHaveLength(1);
  });
}
