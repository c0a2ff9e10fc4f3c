/** What somebody asked for at a forge. */
export interface ForgeRequest {
  /** By the forge's clock. */
  at: Date;
  /** The comment that asked, by the forge's own number; null: none did. */
  commentId: string | null;
}

export interface ForgeRequestStore {
  /** The last that began work on a task or told it something; null: nobody asked for it at a forge. */
  findLast(taskId: string): Promise<ForgeRequest | null>;
}
