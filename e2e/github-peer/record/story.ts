/** What was answered so far, by the step's name. */
// biome-ignore lint/suspicious/noExplicitAny: answers of any kind.
type Answered = Readonly<Record<string, any>>;

export interface Step {
  name: string;
  /** As GitHub's client takes it. */
  route: string;
  parameters?: (answered: Answered) => Record<string, unknown>;
}

const ISSUE = "/repos/{owner}/{repo}/issues";
const PULL = "/repos/{owner}/{repo}/pulls";
const GIT = "/repos/{owner}/{repo}/git";

const onIssue = ({ issue }: Answered) => ({ issue_number: issue.number });
const onPull = ({ pull }: Answered) => ({ pull_number: pull.number });

/** The same at the peer and at GitHub, in a repository with one commit, by somebody who may write there. */
export const STORY: readonly Step[] = [
  { name: "repository", route: "GET /repos/{owner}/{repo}" },
  {
    name: "issue",
    route: `POST ${ISSUE}`,
    parameters: () => ({ title: "Sum is wrong", body: "See", labels: ["bug"] }),
  },
  { name: "shown", route: `GET ${ISSUE}/{issue_number}`, parameters: onIssue },
  { name: "events", route: `GET ${ISSUE}/{issue_number}/events`, parameters: onIssue },
  {
    name: "comment",
    route: `POST ${ISSUE}/{issue_number}/comments`,
    parameters: (at) => ({ ...onIssue(at), body: "Hm" }),
  },
  {
    name: "edited",
    route: `PATCH ${ISSUE}/comments/{comment_id}`,
    parameters: ({ comment }) => ({ comment_id: comment.id, body: "Hm!" }),
  },
  {
    name: "reaction",
    route: `POST ${ISSUE}/comments/{comment_id}/reactions`,
    parameters: ({ comment }) => ({ comment_id: comment.id, content: "eyes" }),
  },
  { name: "no lock", route: `GET ${ISSUE}/{issue_number}`, parameters: () => ({ issue_number: 4711 }) },
  {
    name: "tip",
    route: `GET ${GIT}/ref/{ref}`,
    parameters: ({ repository }) => ({ ref: `heads/${repository.default_branch}` }),
  },
  { name: "blob", route: `POST ${GIT}/blobs`, parameters: () => ({ content: "b\n" }) },
  {
    name: "tree",
    route: `POST ${GIT}/trees`,
    parameters: ({ tip, blob }) => ({
      base_tree: tip.object.sha,
      tree: [{ path: "sum.ts", mode: "100644", type: "blob", sha: blob.sha }],
    }),
  },
  {
    name: "commit",
    route: `POST ${GIT}/commits`,
    parameters: ({ tip, tree }) => ({ message: "Mend", tree: tree.sha, parents: [tip.object.sha] }),
  },
  {
    name: "branch",
    route: `POST ${GIT}/refs`,
    parameters: ({ commit }) => ({ ref: "refs/heads/work", sha: commit.sha }),
  },
  {
    name: "again",
    route: `POST ${GIT}/refs`,
    parameters: ({ commit }) => ({ ref: "refs/heads/work", sha: commit.sha }),
  },
  {
    name: "pull",
    route: `POST ${PULL}`,
    parameters: ({ repository }) => ({ title: "Mend", head: "work", base: repository.default_branch }),
  },
  {
    name: "second",
    route: `POST ${PULL}`,
    parameters: ({ repository }) => ({ title: "Mend", head: "work", base: repository.default_branch }),
  },
  { name: "files", route: `GET ${PULL}/{pull_number}/files`, parameters: onPull },
  {
    name: "review",
    route: `POST ${PULL}/{pull_number}/reviews`,
    parameters: (at) => ({
      ...{ ...onPull(at), event: "COMMENT", body: "Seen" },
      comments: [{ path: "sum.ts", line: 1, side: "RIGHT", body: "Why?" }],
    }),
  },
  {
    name: "outside",
    route: `POST ${PULL}/{pull_number}/reviews`,
    parameters: (at) => ({
      ...{ ...onPull(at), event: "COMMENT", comments: [{ path: "sum.ts", line: 4711, side: "RIGHT", body: "No" }] },
    }),
  },
  {
    name: "own approval",
    route: `POST ${PULL}/{pull_number}/reviews`,
    parameters: (at) => ({ ...onPull(at), event: "APPROVE" }),
  },
  { name: "threads", route: `GET ${PULL}/{pull_number}/comments`, parameters: onPull },
  { name: "merge", route: `PUT ${PULL}/{pull_number}/merge`, parameters: onPull },
];
