import { writeFile } from "node:fs/promises";
import { Octokit } from "@octokit/core";
import { makePeer } from "./make-peer.ts";
import { compareRecordings, playStory } from "./record/play-story.ts";
import { askAsPerson } from "./testing/ask.ts";

const HELP = `node e2e/github-peer/record.ts <owner> <repository> [<API's address>]

Plays a story at a real GitHub and at the peer, and says where they differ. Nobody has an account for it yet: it is
UNPROVEN. It opens issues and a pull request and merges that, so give it a repository of its own with one commit that
holds sum.ts with the line "a". The token is read from standard input; it needs to write contents, issues and pull requests.
What was answered is kept as recorded.json, without any value.`;

/** Compares the peer with the truth, for whoever has a repository to spare. */
async function record([owner, repo, baseUrl = "https://api.github.com"]: readonly string[]): Promise<void> {
  if (!owner || !repo) {
    throw new Error(HELP);
  }
  let token = "";
  for await (const chunk of process.stdin) {
    token += chunk;
  }
  const real = await playStory(new Octokit({ baseUrl, auth: token.trim() }), { owner, repo });
  await writeFile("recorded.json", `${JSON.stringify(real, null, 2)}\n`);
  const peer = await makePeer({ people: ["ada"], repositories: { "ada/shop": { files: { "sum.ts": "a\n" } } } });
  const ours = await playStory(askAsPerson(peer, "ada"), { owner: "ada", repo: "shop" });
  await peer.close();
  const differences = compareRecordings(ours, real);
  process.stdout.write(
    `${differences.map((line) => `peer, GitHub: ${line}\n`).join("")}${differences.length} differ\n`,
  );
}

await record(process.argv.slice(2));
