import type { OpenSubject } from "@catalyst/core/trigger";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";

/** Of 30 each, those that changed last first. */
const [MAX_ISSUE_PAGES, MAX_PULL_PAGES] = [34, 10];
const MAX_TITLE_LENGTH = 1000;

const Id = z.object({ id: z.int() }).transform(({ id }) => String(id));

const Issue = z.object({
  number: z.int().positive(),
  title: z.string().transform((title) => title.slice(0, MAX_TITLE_LENGTH)),
  assignees: z.array(Id).nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() }).transform(({ name }) => name ?? "")])),
  pull_request: z.unknown().optional(),
});

const Pull = z.object({
  number: z.int().positive(),
  requested_reviewers: z.array(Id).nullish(),
  requested_teams: z.array(Id).nullish(),
});

/** The open issues and pull requests of a repository with what stands in their boxes. Throws `GitHubFault`. */
export async function listOpen({
  asker,
  repository,
}: TokenStep): Promise<{ subjects: OpenSubject[]; isWhole: boolean }> {
  const of = {
    owner: repository.owner,
    repo: repository.name,
    state: "open",
    sort: "updated",
    direction: "desc",
  } as const;
  const issues = await asker.list("GET /repos/{owner}/{repo}/issues", { ...of, maxPages: MAX_ISSUE_PAGES }, Issue);
  const hasPulls = issues.items.some((issue) => issue.pull_request != null);
  const pulls = hasPulls
    ? await asker.list("GET /repos/{owner}/{repo}/pulls", { ...of, maxPages: MAX_PULL_PAGES }, Pull)
    : { items: [], isWhole: true };
  const requests = new Map(pulls.items.map((pull) => [pull.number, pull]));
  const subjects = issues.items.map((issue): OpenSubject => {
    const { number, title, assignees, labels, pull_request } = issue;
    const asked = requests.get(number);
    return {
      ...{ number, kind: pull_request == null ? "issue" : "pull_request", title },
      ...{ assigneeIds: assignees ?? [], labels },
      ...{ reviewerIds: asked?.requested_reviewers ?? [], reviewTeamIds: asked?.requested_teams ?? [] },
    };
  });
  return { subjects, isWhole: issues.isWhole && pulls.isWhole };
}
