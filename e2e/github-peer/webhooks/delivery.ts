/** One attempt to tell the App something. */
export interface Delivery {
  id: number;
  /** The same for all attempts. */
  guid: string;
  event: string;
  /** null: the event has none. */
  action: string | null;
  body: object;
  installationId: number;
  /** null: it is about an installation. */
  repositoryId: number | null;
  isRedelivery: boolean;
  deliveredAt: Date;
  headers: Record<string, string>;
  /** null: it is on its way. Status 0: nobody answered. */
  response: { status: number; statusText: string; headers: Record<string, string>; body: string } | null;
}
