import { readCommit } from "../../git/read-commit.ts";
import { fullName, type Repository } from "../../state/repository.ts";
import { nodeId } from "../../views/view-account.ts";
import type { Asking } from "../asking.ts";

/** A commit of which only the id is known yet. */
export function showCommitId({ world }: Asking, repository: Repository, sha: string) {
  const url = `${world.address}/${fullName(repository)}/commit/${sha}`;
  return { __typename: "Commit", id: nodeId("Commit", sha), oid: sha, abbreviatedOid: sha.slice(0, 7), url };
}

/** With what git knows of it, and whether GitHub has signed it. */
export async function showCommit(asking: Asking, repository: Repository, sha: string) {
  const { tree, message, author, committer, parents } = await readCommit(repository.folder, sha);
  const show = ({ name, email, date }: typeof author) => ({ name, email, date });
  const isSigned = repository.signedCommits.has(sha);
  const signature = {
    ...{
      __typename: "GpgSignature",
      email: committer.email,
      isValid: true,
      state: "VALID",
      payload: "",
      signature: "",
    },
    ...{ wasSignedByGitHub: true, signer: null, verifiedAt: asking.world.now().toISOString() },
  };
  return {
    ...{ ...showCommitId(asking, repository, sha), message, messageHeadline: message.split("\n")[0] },
    ...{ author: show(author), committer: show(committer), committedDate: committer.date, authoredDate: author.date },
    tree: { __typename: "Tree", id: nodeId("Tree", tree), oid: tree },
    parents: () => ({ totalCount: parents.length, nodes: parents.map((id) => showCommitId(asking, repository, id)) }),
    signature: isSigned ? signature : null,
  };
}
