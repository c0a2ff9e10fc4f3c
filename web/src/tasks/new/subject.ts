/** An issue or a pull request at its address. */
export interface Subject {
  url: string;
  kind: "issue" | "pull request";
  /** `owner/name#12` */
  title: string;
}

const ADDRESS = /https:\/\/[^\s/?#@]+\/([^\s/?#]+\/[^\s/?#]+)\/(issues|pull)\/(\d{1,9})(?![\w-])[^\s]*/;
const LONGEST = 2048;

/** The first that a text names; null: none. */
export function findSubject(text: string): Subject | null {
  const [found, repository, kind, number] = ADDRESS.exec(text) ?? [];
  if (found === undefined || found.length > LONGEST) {
    return null;
  }
  // What ends a sentence, or a link of markdown, isn't the address's.
  const address = found.replace(/[).,;:>\]'"!?]+$/, "");
  if (!URL.canParse(address)) {
    return null;
  }
  return {
    url: address,
    kind: kind === "issues" ? "issue" : "pull request",
    title: `${repository}#${number}`,
  };
}
