/** What is known of a repository beside its files, as who works in it needs to know it. */
export interface RepositoryFacts {
  defaultBranch: string;
  /** What the work is to come into. */
  base: string;
  /** What rules of the base want; null: nobody knows. */
  rules: { isProtected: boolean; isSigned: boolean; isLinear: boolean } | null;
  /** Its commits are to be signed off, by a bot or by people. */
  isSignedOff: boolean;
  /** Who has to agree to changes of a path, as the repository names them. */
  ownersOf(path: string): readonly string[];
}

const MAX_OWNED = 30;
/** As forges let accounts, teams and addresses be called. */
const OWNER = /^[@\w][\w.@/+-]{0,200}$/;

/** One block, all of it in our words. */
export function describeFacts(facts: RepositoryFacts, paths: readonly string[]): string {
  const { defaultBranch, base, rules, isSignedOff } = facts;
  const isProtected = rules?.isProtected === true;
  const where =
    base === defaultBranch ? `${base}, its default branch` : `${base}; its default branch is ${defaultBranch}`;
  const lines = [
    `The work is to come into ${where}.`,
    isProtected ? `Rules protect ${base}: what breaks them isn't merged.` : null,
    rules?.isLinear === true ? "Its history is linear: make no merge commits." : null,
    rules?.isSigned === true ? "Its commits are to be signed: that is done when they are published." : null,
    isSignedOff
      ? "Its commits are to be signed off (DCO): add no Signed-off-by line, that is done when they are published, for whoever agreed to it."
      : null,
    ...describeOwners(facts, paths),
  ];
  return `# The repository\n\n${lines
    .filter((line) => line !== null)
    .map((line) => `- ${line}`)
    .join("\n")}`;
}

function describeOwners({ ownersOf }: RepositoryFacts, paths: readonly string[]): string[] {
  const owned = new Map<string, string[]>();
  for (const path of new Set(paths.slice(0, MAX_OWNED))) {
    const owners = ownersOf(path)
      .filter((owner) => OWNER.test(owner))
      .join(", ");
    owned.set(owners, [...(owned.get(owners) ?? []), JSON.stringify(path)]);
  }
  owned.delete("");
  return [...owned].map(([owners, files]) => `Changes of ${files.join(", ")} are for ${owners} to agree to.`);
}
