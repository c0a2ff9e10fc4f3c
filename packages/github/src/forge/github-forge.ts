import type { ForgeOutcome, ForgePort, Repo } from "@catalyst/core";
import type { KeptTokens } from "../client/keep-token.ts";
import type { GitHubApp } from "../client/open-app.ts";
import { READS, type TokenScope, type TokenStep, withToken } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { isPlaceLost } from "../faults/is-place-lost.ts";
import type { CheckAccess } from "../gather/checks/read-checks.ts";
import { gather } from "../gather/gather.ts";
import { readImages } from "../gather/images/read-images.ts";
import { listForgeThreads } from "../gather/list-forge-threads.ts";
import { findPermission } from "../read/find-permission.ts";
import { ensureComment, isNearEnd } from "./comments/ensure-comment.ts";
import { ensureReaction } from "./comments/ensure-reaction.ts";
import { commitOnBranch } from "./commits/commit-on-branch.ts";
import { findUnverified } from "./commits/find-unverified.ts";
import { remakeCommits } from "./commits/remake-commits.ts";
import { ensurePullRequest, seePullRequest } from "./pulls/ensure-pull-request.ts";
import { listMergedTitles } from "./pulls/list-merged.ts";
import { compareHead } from "./reviews/compare-head.ts";
import { ensureReview } from "./reviews/ensure-review.ts";
import { ensureThreadReplies } from "./reviews/ensure-thread-replies.ts";
import { foldReviews } from "./reviews/fold-reviews.ts";
import { settleThreads } from "./reviews/settle-threads.ts";
import { removeLabel } from "./subjects/remove-label.ts";
import { deleteBranch } from "./targets/delete-branch.ts";
import { readTarget } from "./targets/read-target.ts";

/** Where a repository is at GitHub. */
export type Place = Pick<TokenScope, "installationId" | "repository">;

/** A GitHub App by which the forge is spoken to, and where it finds repositories. */
export interface GitHubForge {
  app: GitHubApp;
  /** null: the App isn't installed there. `isAnew`: where it was found before it isn't any more. May throw `GitHubFault`. */
  findPlace(repo: Repo, isAnew: boolean): Promise<Place | null>;
  /** Keeps tokens for the calls that follow; absent: each call has one of its own. */
  tokens?: Pick<KeptTokens, "use">;
}

const NO_REVIEWS = "Catalyst acts there as a person, in whose name it reviews nothing; an App would";
const ISSUES = { issues: "write" } as const;
const PULLS = { pull_requests: "write" } as const;

/** GitHub as a forge. Each call has a token for its repository that can change no more than it does there. */
export function githubForge(forge: GitHubForge): ForgePort {
  return { ...pullRequests(forge), ...reviews(forge), ...conversation(forge), ...looks(forge) };
}

type PullRequests =
  | "ensurePullRequest"
  | "deleteBranch"
  | "findPullRequest"
  | "listMergedTitles"
  | "remakeCommits"
  | "commitOnBranch"
  | "findUnverified";

function pullRequests(forge: GitHubForge): Pick<ForgePort, PullRequests> {
  return {
    // What a person's own name stands under is a draft, until they have looked at it.
    ensurePullRequest: (wish) =>
      act(forge, { ...wish, permissions: PULLS }, (step) =>
        ensurePullRequest(step, forge.app.person !== null ? { ...wish, isDraft: true } : wish),
      ),
    deleteBranch: (wish) =>
      act(forge, { ...wish, permissions: { contents: "write" } }, (step) => deleteBranch(step, wish)),
    findPullRequest: (wish) =>
      act(forge, { ...wish, permissions: READS }, async (step) => ({
        kind: "made",
        pullRequest: await seePullRequest(step, wish),
      })),
    listMergedTitles: ({ repo, limit }) =>
      act(forge, { repo, permissions: READS }, async (step) => ({
        kind: "made",
        titles: await listMergedTitles(step, limit),
      })),
    remakeCommits: ({ repo, commits }) =>
      act(forge, { repo, permissions: { contents: "write" } }, async (step) => ({
        kind: "made",
        signing: await remakeCommits(step, commits),
      })),
    commitOnBranch: (wish) =>
      act(forge, { ...wish, permissions: { contents: "write" } }, async (step) => ({
        kind: "made",
        signing: await commitOnBranch(step, wish),
      })),
    findUnverified: ({ repo, commits }) =>
      act(forge, { repo, permissions: { contents: "read" } }, async (step) => ({
        kind: "made",
        reason: await findUnverified(step, commits),
      })),
  };
}

type Reviews = "ensureReview" | "compareHead" | "ensureThreadReplies" | "settleThreads" | "foldReviews" | "listThreads";

function reviews(forge: GitHubForge): Pick<ForgePort, Reviews> {
  return {
    // In somebody's name nothing is said of a change: it would count as theirs.
    ensureReview: async (wish) =>
      forge.app.person === null
        ? act(forge, { ...wish, permissions: PULLS }, (step) => ensureReview(step, wish, forge.app))
        : { kind: "failed", problem: { kind: "refused", reason: NO_REVIEWS } },
    compareHead: (wish) =>
      act(forge, { ...wish, permissions: { contents: "read", pull_requests: "read" } }, async (step) => ({
        kind: "made",
        ...(await compareHead(step, wish)),
      })),
    ensureThreadReplies: (wish) =>
      act(forge, { ...wish, permissions: PULLS }, async (step) => ({
        kind: "made",
        urls: await ensureThreadReplies(step, wish, forge.app),
      })),
    // GitHub lets an App settle a thread by the right to the contents alone, though none is touched.
    settleThreads: (wish) =>
      act(forge, { ...wish, permissions: { ...PULLS, contents: "write" } }, async (step) => ({
        kind: "made",
        urls: await settleThreads(step, wish, forge.app),
      })),
    foldReviews: (wish) =>
      act(forge, { ...wish, permissions: PULLS }, async (step) => {
        await foldReviews(step, wish);
        return { kind: "made" };
      }),
    listThreads: (wish) =>
      act(forge, { ...wish, permissions: READS }, async (step) => ({
        kind: "made",
        threads: await listForgeThreads(step, wish.number, forge.app.now),
      })),
  };
}

function conversation(
  forge: GitHubForge,
): Pick<ForgePort, "ensureComment" | "isNearEnd" | "ensureReaction" | "removeLabel"> {
  return {
    ensureComment: (wish) =>
      act(forge, { ...wish, permissions: ISSUES }, (step) => ensureComment(step, wish, forge.app)),
    isNearEnd: (wish) =>
      act(forge, { ...wish, permissions: ISSUES }, async (step) => ({
        kind: "made",
        isNearEnd: await isNearEnd(step, wish, forge.app),
      })),
    ensureReaction: (wish) =>
      act(forge, { ...wish, permissions: wish.to.kind === "code_comment" ? PULLS : ISSUES }, (step) =>
        ensureReaction(step, wish),
      ),
    removeLabel: (wish) => act(forge, { ...wish, permissions: ISSUES }, (step) => removeLabel(step, wish)),
  };
}

function looks(forge: GitHubForge): Pick<ForgePort, "readTarget" | "gather" | "readImages" | "findPermission"> {
  return {
    readTarget: (wish) =>
      act(forge, { ...wish, permissions: READS }, async (step) => ({
        kind: "made",
        target: await readTarget(step, wish, forge.app),
      })),
    gather: (wish) =>
      act(forge, { ...wish, permissions: READS }, async (step, place) => {
        const within: CheckAccess["within"] = (permissions, work) =>
          withToken(forge.app, { ...place, permissions }, work);
        return { kind: "made", gathered: await gather(step, wish, { ...forge.app, within }) };
      }),
    readImages: (wish) =>
      act(forge, { ...wish, permissions: READS }, async (step) => ({
        kind: "made",
        images: await readImages(step, wish, forge.app),
      })),
    findPermission: ({ repo, account }) =>
      act(forge, { repo, permissions: READS }, async (step) => ({
        kind: "made",
        permission: await findPermission(step, account),
      })),
  };
}

async function act<Made>(
  { app, findPlace, tokens }: GitHubForge,
  { repo, permissions }: { repo: Repo; permissions: TokenScope["permissions"] },
  work: (step: TokenStep, place: Place) => Promise<ForgeOutcome<Made>>,
): Promise<ForgeOutcome<Made>> {
  const attempt = async (isAnew: boolean): Promise<ForgeOutcome<Made>> => {
    const place = await findPlace(repo, isAnew);
    if (place === null) {
      return { kind: "failed", problem: { kind: "not_found" } };
    }
    const use = tokens === undefined || isOfContents(permissions) ? withToken : tokens.use;
    return use(app, { ...place, permissions }, async (step) =>
      step.repository.isArchived ? { kind: "failed", problem: { kind: "archived" } } : work(step, place),
    );
  };
  try {
    return await attempt(false).catch((error: unknown) => (isPlaceLost(error) ? attempt(true) : Promise.reject(error)));
  } catch (error) {
    if (error instanceof GitHubFault) {
      return { kind: "failed", problem: error.problem };
    }
    throw error;
  }
}

/** What could change a branch ends with the call. */
function isOfContents({ contents }: TokenScope["permissions"]): boolean {
  return contents === "write";
}
