import { fullName, type Repository } from "../state/repository.ts";
import { nodeId, viewAccount } from "./view-account.ts";

/** GitHub's `repository`. */
export function viewRepository(repository: Repository, address: string) {
  const { id, name, owner, isPrivate, isArchived, defaultBranch, createdAt, pushedAt } = repository;
  return {
    ...{ id, node_id: nodeId("Repository", id), name, full_name: fullName(repository) },
    ...{ owner: viewAccount(owner, address), private: isPrivate, archived: isArchived, default_branch: defaultBranch },
    ...viewAddresses(repository, address),
    ...{ license: null, description: null, homepage: null, language: null, mirror_url: null, topics: [] },
    ...{
      fork: repository.parent !== null,
      is_template: false,
      disabled: false,
      visibility: isPrivate ? "private" : "public",
    },
    ...{ has_issues: true, has_projects: false, has_wiki: false, has_pages: false, has_downloads: false },
    ...{ has_discussions: false, allow_forking: true, web_commit_signoff_required: false },
    ...{ forks: 0, forks_count: 0, stargazers_count: 0, watchers: 0, watchers_count: 0, size: 0 },
    ...{ open_issues: 0, open_issues_count: 0 },
    pushed_at: pushedAt.toISOString(),
    created_at: createdAt.toISOString(),
    updated_at: pushedAt.toISOString(),
  };
}

/** GitHub's `full-repository`: one that is asked for by its name. */
export function viewFullRepository(repository: Repository, address: string) {
  return { ...viewRepository(repository, address), subscribers_count: 0, network_count: 0 };
}

const BELOW = {
  ...{ archive_url: "{archive_format}{/ref}", assignees_url: "assignees{/user}", blobs_url: "git/blobs{/sha}" },
  ...{ branches_url: "branches{/branch}", collaborators_url: "collaborators{/collaborator}" },
  ...{ comments_url: "comments{/number}", commits_url: "commits{/sha}", compare_url: "compare/{base}...{head}" },
  ...{ contents_url: "contents/{+path}", contributors_url: "contributors", deployments_url: "deployments" },
  ...{ downloads_url: "downloads", events_url: "events", forks_url: "forks", git_commits_url: "git/commits{/sha}" },
  ...{ git_refs_url: "git/refs{/sha}", git_tags_url: "git/tags{/sha}", hooks_url: "hooks" },
  ...{ issue_comment_url: "issues/comments{/number}", issue_events_url: "issues/events{/number}" },
  ...{ issues_url: "issues{/number}", keys_url: "keys{/key_id}", labels_url: "labels{/name}" },
  ...{ languages_url: "languages", merges_url: "merges", milestones_url: "milestones{/number}" },
  ...{ notifications_url: "notifications{?since,all,participating}", pulls_url: "pulls{/number}" },
  ...{ releases_url: "releases{/id}", stargazers_url: "stargazers", statuses_url: "statuses/{sha}" },
  ...{ subscribers_url: "subscribers", subscription_url: "subscription", tags_url: "tags", teams_url: "teams" },
  trees_url: "git/trees{/sha}",
};

type Addresses = Record<keyof typeof BELOW, string>;

function viewAddresses(repository: Repository, address: string) {
  const name = fullName(repository);
  const url = `${address}/repos/${name}`;
  const below = Object.fromEntries(Object.entries(BELOW).map(([key, end]) => [key, `${url}/${end}`])) as Addresses;
  const plain = `${address}/${name}`;
  return {
    ...below,
    ...{ url, html_url: plain, clone_url: `${plain}.git`, git_url: `${plain}.git`, svn_url: plain },
    ssh_url: `git@127.0.0.1:${name}.git`,
  };
}
