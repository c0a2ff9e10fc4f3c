import { json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { record } from "../issues/change-issue.ts";
import { type PullPlace, readPull } from "../pulls/pull-call.ts";
import type { RepositoryCall } from "../route.ts";
import type { Account } from "../state/account.ts";
import { ownRoleOf } from "../state/repository.ts";
import type { Team } from "../state/team.ts";
import { findAccount } from "../state/world.ts";
import { viewAccount } from "../views/view-account.ts";
import { viewPull } from "../views/view-pull.ts";
import { viewTeam } from "../views/view-team.ts";

interface Wish {
  reviewers?: string[];
  team_reviewers?: string[];
}

export function answerReviewers(call: RepositoryCall) {
  const { pull, world } = readPull(call);
  return json(200, {
    users: pull.requestedReviewers.map((account) => viewAccount(account, world.address)),
    teams: pull.requestedTeams.map((team) => viewTeam(team, world.address)),
  });
}

/** All of them are asked or, when one can't be, nobody. */
export function answerRequested(call: RepositoryCall) {
  const place = readPull(call);
  const { reviewers = [], team_reviewers: slugs = [] } = call.body as Wish;
  const people = reviewers.map((login) => needReviewer(place, login));
  const teams = slugs.map((slug) => needTeam(place, slug));
  for (const reviewer of people.filter((each) => !place.pull.requestedReviewers.includes(each))) {
    place.pull.requestedReviewers.push(reviewer);
    record(place, { kind: "review_requested", reviewer });
  }
  for (const team of teams.filter((each) => !place.pull.requestedTeams.includes(each))) {
    place.pull.requestedTeams.push(team);
    record(place, { kind: "review_requested", team });
  }
  return json(201, viewPull(place));
}

/** Who isn't asked is left out without a word. */
export function answerUnrequested(call: RepositoryCall) {
  const place = readPull(call);
  const { pull } = place;
  const { reviewers = [], team_reviewers: slugs = [] } = call.body as Wish;
  const names = new Set(reviewers.map((login) => login.toLowerCase()));
  const people = pull.requestedReviewers.filter(({ login }) => names.has(login.toLowerCase()));
  const teams = pull.requestedTeams.filter(({ slug }) => slugs.includes(slug));
  pull.requestedReviewers = pull.requestedReviewers.filter((each) => !people.includes(each));
  pull.requestedTeams = pull.requestedTeams.filter((each) => !teams.includes(each));
  for (const reviewer of people) {
    record(place, { kind: "review_request_removed", reviewer });
  }
  for (const team of teams) {
    record(place, { kind: "review_request_removed", team });
  }
  return json(200, viewPull(place));
}

function needReviewer({ world, repository, issue }: PullPlace, login: string): Account {
  const account = findAccount(world, login);
  if (account && account.id === issue.author.id) {
    throw new Refusal(422, "Review cannot be requested from pull request author.");
  }
  if (account?.type !== "User" || ownRoleOf(repository, account) === null) {
    throw refuseStranger();
  }
  return account;
}

function needTeam({ repository }: PullPlace, slug: string): Team {
  const found = repository.teams.find(({ team }) => team.slug === slug);
  if (!found) {
    throw refuseStranger();
  }
  return found.team;
}

function refuseStranger(): Refusal {
  const message =
    "Reviews may only be requested from collaborators. One or more of the users or teams you specified is";
  return new Refusal(422, `${message} not a collaborator of the repository.`);
}
