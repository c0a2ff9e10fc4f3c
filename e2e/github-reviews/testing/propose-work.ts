import { eventually, type PlayedReviews, WEB } from "./play-reviews.ts";

/** An issue that becomes a pull request of ours. */
export async function proposeWork(played: PlayedReviews, title: string) {
  const { data: opened } = await played.ada.request("POST /repos/{owner}/{repo}/issues", { ...WEB, title });
  const label = { ...WEB, issue_number: opened.number, labels: ["catalyst:mender"] };
  await played.ada.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", label);
  const ours = () => listProposals(played, title)[0];
  await eventually(() => ours()?.pullRequest?.head).toBeDefined();
  const said = () => played.find(opened.number).comments.map(({ body }) => body);
  // Its turn is over once that is said.
  await eventually(() => said().join("\n")).toContain("✅");
  return { number: ours()?.number ?? 0, pull: () => played.find(ours()?.number ?? 0).pullRequest };
}

/** The pull requests of that title, open or not. */
export function listProposals({ peer }: Pick<PlayedReviews, "peer">, title: string) {
  return peer.repository("acme/web").issues.filter((one) => one.pullRequest !== null && one.title === title);
}
