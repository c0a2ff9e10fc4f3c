/** A label of a repository, by its forge's number. */
export interface LabelOfRepository {
  repoId: string;
  labelId: string;
}

/** What labels that ask for work were called when they were seen first: what they are called is anybody's to change who may write. */
export interface LabelStore {
  /** null: it never asked for work. */
  findFirstName(label: LabelOfRepository): Promise<string | null>;
  /** Keeps the name that is known already. */
  noteFirstName(label: LabelOfRepository, name: string): Promise<void>;
  /** Whether any of the repository is known. */
  hasAny(repoId: string): Promise<boolean>;
}
