import type { ForgePermission } from "../../account/forge-permission.ts";
import type { ForgeOutcome, ForgeProblem } from "../../forge/forge-outcome.ts";
import type {
  BranchWish,
  CommentWish,
  FoldReviewsWish,
  ForgePort,
  GatherWish,
  LabelWish,
  Made,
  MadePullRequest,
  MovedHead,
  NearEndWish,
  PermissionWish,
  PublishTarget,
  PullRequestWish,
  ReactionWish,
  RemakeWish,
  ReviewWish,
  SettleWish,
  TargetWish,
  ThreadRepliesWish,
} from "../../forge/forge-port.ts";
import { fitText, markText, replaceMarked, sequenceOf } from "../../forge/marked-text.ts";
import type { Reaction, Written } from "../../forge/reaction.ts";
import type { ForgeThread, Gathered } from "../../forge/subject/gathered.ts";
import type { ImagesWish } from "../../forge/subject/images.ts";
import type { BranchCommits, Signing } from "../../result/signing/commit-signer.ts";
import type { Repo } from "../../vcs/repo.ts";
import { showImages } from "./memory-images.ts";
import { findPullRequest, listMergedTitles, type MemoryPullRequest } from "./memory-pull-requests.ts";
import { foldReviews, isOurs, type MemoryText, OUR_ACCOUNT, settleThreads } from "./memory-texts.ts";

const PRIVATE: PublishTarget = {
  ...{ isPublic: false, account: { id: "41898282", login: OUR_ACCOUNT } },
  ...{ demands: { isSigned: false, isLinear: false }, isProtected: false },
};

/** A forge in memory: the test plays people, and what goes wrong. */
export interface MemoryForge extends ForgePort {
  pullRequests: MemoryPullRequest[];
  reviews: MemoryText[];
  comments: MemoryText[];
  /** Comments that began threads about lines, by number, with what was answered there. */
  threads: Map<string, MemoryText[]>;
  /** Of ours. */
  reactions: { to: Written; reaction: Reaction }[];
  /** Of issues and pull requests. */
  labels: Map<number, Set<string>>;
  /** Pull requests that are at another commit than whoever asks knows, by number. */
  moved: Map<number, MovedHead>;
  /** What was written about issues and pull requests, by number. */
  gathered: Map<number, Gathered>;
  /** What stands at addresses of images. */
  images: Map<string, Uint8Array>;
  /** The same threads as who looks at them has them, by the pull request's number. */
  seenThreads: Map<number, ForgeThread[]>;
  /** What accounts may do, by login; who isn't here may nothing. */
  permissions: Map<string, { id: string; permission: ForgePermission }>;
  /** What is said of the repository. */
  target: PublishTarget;
  /** It signs the commits that it makes. */
  isSigning: boolean;
  /** Logins of those who can be assigned and asked. */
  people: Set<string>;
  /** Branches of the repository. */
  branches: Set<string>;
  /** Where they are, as far as a test says it. */
  tips: Map<string, string>;
  /** The repositories that are there, by address. */
  urls: Set<string>;
  /** What the next call meets: before anything is done, or after all of it is. */
  next: { problem: ForgeProblem; isDone: boolean } | null;
}

export function memoryForge(url: string): MemoryForge {
  const forge: MemoryForge = Object.assign(
    {
      ...{ pullRequests: [], reviews: [], comments: [], reactions: [], next: null },
      ...{
        gathered: new Map(),
        images: new Map(),
        seenThreads: new Map(),
        permissions: new Map(),
        threads: new Map(),
        labels: new Map(),
      },
      ...{ moved: new Map(), tips: new Map(), isSigning: true },
      ...{ branches: new Set<string>(), urls: new Set([url]) },
      ...{ people: new Set(["ada"]), target: structuredClone(PRIVATE) },
    },
    {} as ForgePort,
  );
  return Object.assign(forge, {
    ensurePullRequest: (wish: PullRequestWish) => meet(forge, wish.repo, () => ensurePullRequest(forge, wish)),
    ensureReview: (wish: ReviewWish) => meet(forge, wish.repo, () => ensureReview(forge, wish)),
    ensureComment: (wish: CommentWish) => meet(forge, wish.repo, () => ensureComment(forge, wish)),
    isNearEnd: (wish: NearEndWish) => meet(forge, wish.repo, () => isNearEnd(forge, wish)),
    compareHead: (wish: HeadWish) => meet(forge, wish.repo, () => compareHead(forge, wish)),
    ensureThreadReplies: (wish: ThreadRepliesWish) => meet(forge, wish.repo, () => ensureThreadReplies(forge, wish)),
    settleThreads: (wish: SettleWish) => meet(forge, wish.repo, () => settleThreads(forge.reviews, wish)),
    foldReviews: (wish: FoldReviewsWish) => meet(forge, wish.repo, () => foldReviews(forge.reviews, wish)),
    ensureReaction: (wish: ReactionWish) => meet(forge, wish.repo, () => ensureReaction(forge, wish)),
    removeLabel: (wish: LabelWish) => meet(forge, wish.repo, () => removeLabel(forge, wish)),
    deleteBranch: (wish: BranchWish) => meet(forge, wish.repo, () => deleteBranch(forge, wish)),
    findPullRequest: (wish: Omit<BranchWish, "commit">) =>
      meet(forge, wish.repo, () => findPullRequest(forge.pullRequests, wish)),
    // Whoever wants to make something looks there first: what goes wrong is for that.
    listMergedTitles: async ({ limit }: { limit: number }) => ({
      kind: "made" as const,
      titles: listMergedTitles(forge.pullRequests, limit),
    }),
    readTarget: async ({ repo }: TargetWish) =>
      forge.urls.has(repo.url) ? { kind: "made", target: forge.target } : failed({ kind: "not_found" }),
    remakeCommits: ({ repo, commits }: RemakeWish) =>
      meet(forge, repo, () => ({ kind: "made" as const, signing: remakeCommits(forge, commits) })),
    commitOnBranch: ({ repo, from }: BranchCommits & { repo: Repo }) =>
      meet(forge, repo, () => ({
        kind: "made" as const,
        signing: { kind: "unsigned" as const, reason: "unsigned", at: from },
      })),
    findUnverified: ({ repo }: { repo: Repo }) =>
      meet(forge, repo, () => ({ kind: "made" as const, reason: forge.isSigning ? null : "unsigned" })),
    findPermission: (wish: PermissionWish) => meet(forge, wish.repo, () => findPermission(forge, wish)),
    gather: (wish: GatherWish) => meet(forge, wish.repo, () => gather(forge, wish)),
    readImages: (wish: ImagesWish) => meet(forge, wish.repo, () => showImages(forge.images, wish)),
    listThreads: ({ repo, number }: { repo: Repo; number: number }) =>
      meet(forge, repo, () => ({ kind: "made" as const, threads: forge.seenThreads.get(number) ?? [] })),
  } satisfies ForgePort);
}

/** Those that it makes are known by the checked ones' ids backwards. */
function remakeCommits({ isSigning }: MemoryForge, commits: RemakeWish["commits"]): Signing {
  const anew = (id: string) => [...id].reverse().join("");
  return isSigning
    ? { kind: "signed", remade: commits.map(({ commit }) => ({ checked: commit, published: anew(commit) })) }
    : { kind: "unsigned", reason: "unsigned" };
}

async function meet<Done>(
  forge: MemoryForge,
  { url }: Repo,
  act: () => ForgeOutcome<Done>,
): Promise<ForgeOutcome<Done>> {
  const { next } = forge;
  forge.next = null;
  if (next !== null && !next.isDone) {
    return failed(next.problem);
  }
  const outcome = forge.urls.has(url) ? act() : failed({ kind: "not_found" });
  return next === null ? outcome : failed(next.problem);
}

function ensurePullRequest(forge: MemoryForge, wish: PullRequestWish): ForgeOutcome<MadePullRequest> {
  const { head, base, title, body, isDraft, mark, sequence, template, requester, labels = [] } = wish;
  const found = forge.pullRequests.findLast((one) => one.head === head);
  if (found !== undefined) {
    const { number } = found;
    const url = `${wish.repo.url}/pull/${number}`;
    if (!found.isOpen) {
      return failed({ kind: "closed", number, url });
    }
    found.body = replaceMarked(mark, found.body, { text: body, sequence });
    const again = (wish.reviewers ?? []).filter((login) => forge.people.has(login));
    found.asked = [...new Set([...(found.asked ?? []), ...again])];
    found.isDraft = found.isDraft === wish.leftDraft ? isDraft : found.isDraft;
    return { kind: "made", number, url, isNew: false, isDraft: found.isDraft };
  }
  if (!forge.branches.has(head) || !forge.branches.has(base)) {
    return failed({ kind: "refused", reason: `there is no branch ${forge.branches.has(head) ? base : head}` });
  }
  const number = forge.pullRequests.length + forge.comments.length + 1;
  const made = { number, head, base, title: title.slice(0, 250), isDraft, isOpen: true, author: OUR_ACCOUNT };
  const asked = requester !== undefined && forge.people.has(requester) ? [requester] : [];
  const named = requester === undefined || asked.length > 0 ? body : `${body}\n\nAsked for by @${requester}.`;
  const text = [template, markText(mark, named, sequence)].filter((part) => part !== undefined).join("\n\n");
  forge.pullRequests.push({ ...made, asked, labels, body: text, lines: new Map() });
  return { kind: "made", number, url: `${wish.repo.url}/pull/${number}`, isNew: true, isDraft };
}

function ensureReview(forge: MemoryForge, wish: ReviewWish): ForgeOutcome<Made> {
  const { number, mark, comments, repo } = wish;
  const pullRequest = forge.pullRequests.find((one) => one.number === number);
  if (pullRequest === undefined) {
    return failed({ kind: "not_found" });
  }
  const isNew = !forge.reviews.some((one) => isOurs(one, { number, mark }));
  if (isNew) {
    const isTaken = comments.every(({ path, line }) => pullRequest.lines.get(path)?.includes(line) === true);
    const inline = isTaken ? comments.map(({ path: file, line, body }) => ({ file, line, body: fitText(body) })) : [];
    const text = isTaken ? wish.body : wish.wholeBody;
    forge.reviews.push({ number, author: OUR_ACCOUNT, body: markText(mark, text), inline });
  }
  return { kind: "made", url: `${repo.url}/pull/${number}#review-${mark}`, isNew };
}

function ensureComment(forge: MemoryForge, wish: CommentWish): ForgeOutcome<Made> {
  const { number, mark, body, repo, sequence, isMade } = wish;
  const url = `${repo.url}/issues/${number}#comment-${mark}`;
  const found = forge.comments.find((one) => isOurs(one, { number, mark }));
  if (found !== undefined) {
    found.body = sequenceOf(mark, found.body) > sequence ? found.body : markText(mark, body, sequence);
    return { kind: "made", url, isNew: false };
  }
  if (!isMade) {
    return failed({ kind: "deleted" });
  }
  forge.comments.push({ number, author: OUR_ACCOUNT, body: markText(mark, body, sequence), inline: [] });
  return { kind: "made", url, isNew: true };
}

function isNearEnd({ comments }: MemoryForge, { number, mark }: NearEndWish): ForgeOutcome<{ isNearEnd: boolean }> {
  const here = comments.filter((one) => one.number === number);
  const at = here.findLastIndex((one) => isOurs(one, { number, mark }));
  return { kind: "made", isNearEnd: at === -1 || at >= here.length - 10 };
}

type HeadWish = Parameters<ForgePort["compareHead"]>[0];

function compareHead({ pullRequests, moved }: MemoryForge, { number, commit }: HeadWish): ForgeOutcome<MovedHead> {
  const isThere = pullRequests.some((one) => one.number === number);
  return isThere
    ? { kind: "made", ...(moved.get(number) ?? { head: commit, ahead: 0 }) }
    : failed({ kind: "not_found" });
}

function ensureThreadReplies(
  { threads, pullRequests }: MemoryForge,
  { number, replies, repo }: ThreadRepliesWish,
): ForgeOutcome<{ urls: string[] }> {
  if (!pullRequests.some((one) => one.number === number)) {
    return failed({ kind: "not_found" });
  }
  const urls = replies.flatMap(({ comment, mark, body }) => {
    const thread = threads.get(comment);
    if (thread?.some((one) => isOurs(one, { number, mark })) === false) {
      thread.push({ number, author: OUR_ACCOUNT, body: markText(mark, body), inline: [] });
    }
    return thread === undefined ? [] : [`${repo.url}/pull/${number}#answer-${mark}`];
  });
  return { kind: "made", urls };
}

function ensureReaction(forge: MemoryForge, { to, reaction }: ReactionWish): ForgeOutcome<object> {
  const isThere = to.kind === "subject" ? forge.gathered.has(to.number) : forge.comments.some(({ id }) => id === to.id);
  if (!isThere) {
    return failed({ kind: "not_found" });
  }
  const isSame = (one: { to: Written; reaction: Reaction }) => JSON.stringify(one) === JSON.stringify({ to, reaction });
  if (!forge.reactions.some(isSame)) {
    forge.reactions.push({ to, reaction });
  }
  return { kind: "made" };
}

function removeLabel(forge: MemoryForge, { number, label }: LabelWish): ForgeOutcome<object> {
  forge.labels.get(number)?.delete(label);
  return { kind: "made" };
}

function deleteBranch({ branches, tips }: MemoryForge, { branch, commit }: BranchWish): ForgeOutcome<object> {
  if (tips.get(branch) === commit) {
    branches.delete(branch);
  }
  return { kind: "made" };
}

function gather(forge: MemoryForge, { kind, number }: GatherWish): ForgeOutcome<{ gathered: Gathered }> {
  const gathered = forge.gathered.get(number);
  return gathered?.subject.kind === kind ? { kind: "made", gathered } : failed({ kind: "not_found" });
}

function failed(problem: ForgeProblem): { kind: "failed"; problem: ForgeProblem } {
  return { kind: "failed", problem };
}

function findPermission(
  { permissions }: MemoryForge,
  { account: { id } }: PermissionWish,
): ForgeOutcome<{ permission: ForgePermission }> {
  const found = [...permissions.values()].find((each) => each.id === id);
  return { kind: "made", permission: found?.permission ?? "none" };
}
