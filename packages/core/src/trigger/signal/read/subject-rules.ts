import { z } from "zod";
import {
  ForgeAccountData,
  ForgeCommit,
  ForgeId,
  ForgeName,
  ForgeNumber,
  ForgeRepositoryData,
  ForgeSubjectData,
} from "./forge-data.ts";
import { type Rule, type Rules, rule } from "./rule.ts";

const subject = ForgeSubjectData;

/** `assignee` beside the issue is who was assigned just now; the issue's own is whoever is first in its list. */
const assigning = (kind: "assigned" | "unassigned") =>
  rule(z.object({ subject, assignee: ForgeAccountData.nullish() }), ({ subject: { number, updatedAt }, assignee }) => ({
    ...{ kind, account: assignee ?? null, eventId: null },
    ...{ number, at: updatedAt },
  }));

const labeling = (kind: "labeled" | "unlabeled") =>
  rule(
    z.object({ subject, label: z.object({ id: ForgeId.nullish().catch(null), name: ForgeName }) }),
    ({ subject: { number, updatedAt }, label: { id, name } }) => ({
      ...{ kind, label: name, eventId: null },
      ...(id == null ? {} : { labelId: id }),
      ...{ number, at: updatedAt },
    }),
  );

/** The forge names either an account or a team. */
const requesting = (kind: "review_requested" | "review_request_removed") =>
  rule(
    z.object({
      subject,
      requested_reviewer: ForgeAccountData.nullish(),
      requested_team: z.object({ id: ForgeId }).nullish(),
    }),
    ({ subject: { number, updatedAt }, requested_reviewer: account, requested_team: team }) => {
      const of = { kind, eventId: null, number, at: updatedAt };
      if (account != null) {
        return { ...of, reviewer: { kind: "account", account } };
      }
      return team == null ? null : { ...of, reviewer: { kind: "team", id: team.id } };
    },
  );

const Branch = z.string().min(1).max(255).nullish().catch(null);

const heading = (isReady: boolean) =>
  rule(
    z.object({ subject, pull: z.object({ head: z.object({ sha: ForgeCommit, ref: Branch }) }) }),
    ({ subject: { number, updatedAt }, pull: { head } }) => ({
      ...{ kind: "head_changed", head: head.sha, isReady },
      ...(head.ref == null ? {} : { branch: head.ref }),
      ...{ number, at: updatedAt },
    }),
  );

/** Whether it is a draft is told beside its commit, or neither is. */
const openedPull = rule(
  z.object({
    subject,
    pull: z.object({
      draft: z.boolean().nullish().catch(null),
      head: z.object({ sha: ForgeCommit }).nullish().catch(null),
    }),
  }),
  ({ subject: { text, number, createdAt }, pull: { draft, head } }) => ({
    ...{ kind: "opened", text, number, at: createdAt },
    ...(draft === false && head != null ? { readyHead: head.sha } : {}),
  }),
);

const gone = rule(z.object({ subject }), ({ subject: { number, updatedAt } }) => ({
  ...{ kind: "gone", number, at: updatedAt },
}));

const Moved = z
  .object({
    new_issue: z.object({ number: ForgeNumber }),
    new_repository: z.object({ full_name: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/) }),
  })
  .nullish()
  .catch(null);

/** The repository as it is told whole, which lacks nothing that it could be asked by. */
const MovedTo = z
  .object({ new_issue: z.object({ number: ForgeNumber }), new_repository: ForgeRepositoryData })
  .transform(({ new_issue: { number }, new_repository: repository }) => ({ number, repository }))
  .nullish()
  .catch(null);

const Transfer = z
  .object({ subject, changes: z.unknown() })
  .transform(({ changes, ...rest }) => ({ ...rest, changes: Moved.parse(changes), to: MovedTo.parse(changes) }));

const transferred = rule(Transfer, ({ subject: { number, updatedAt }, changes, to }) => ({
  ...{ kind: "gone", number, at: updatedAt },
  ...(to == null ? {} : { to }),
  ...(changes == null ? {} : { movedTo: `${changes.new_repository.full_name}#${changes.new_issue.number}` }),
}));

/** What is read alike of issues and pull requests. Assignees and labels that one is made with are told as events of their own. */
const COMMON: Rules = {
  assigned: assigning("assigned"),
  unassigned: assigning("unassigned"),
  labeled: labeling("labeled"),
  unlabeled: labeling("unlabeled"),
  opened: rule(z.object({ subject }), ({ subject: { text, number, createdAt } }) => ({
    ...{ kind: "opened", text, number, at: createdAt },
  })),
  closed: rule(z.object({ subject }), ({ subject: { isMerged, number, closedAt, updatedAt } }) => ({
    ...{ kind: "closed", isMerged, number, at: closedAt ?? updatedAt },
  })),
};

export const ISSUE_RULES = of("issue", { ...COMMON, deleted: gone, transferred });

export const PULL_REQUEST_RULES = of("pull_request", {
  ...COMMON,
  review_requested: requesting("review_requested"),
  review_request_removed: requesting("review_request_removed"),
  opened: openedPull,
  synchronize: heading(false),
  ready_for_review: heading(true),
  reopened: heading(true),
});

/** The rules for payloads that have the subject under this name. */
function of(name: "issue" | "pull_request", rules: Rules): Rules {
  const Named = z.looseObject({ [name]: z.unknown() });
  const renamed = (rule: Rule): Rule => {
    return (payload) => {
      const named = Named.safeParse(payload);
      return named.success ? rule({ ...named.data, subject: named.data[name], pull: named.data[name] }) : null;
    };
  };
  return Object.fromEntries(Object.entries(rules).map(([action, rule]) => [action, renamed(rule)]));
}
