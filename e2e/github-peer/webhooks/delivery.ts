/** One attempt to tell the App something. */
export interface Delivery {
  id: number;
  /** The same for all attempts. */
  guid: string;
  event: string;
  /** null: the event has none. */
  action: string | null;
  body: object;
  /** null: it is about the App itself. */
  installationId: number | null;
  /** null: it is about an installation or the App. */
  repositoryId: number | null;
  isRedelivery: boolean;
  deliveredAt: Date;
  headers: Record<string, string>;
  /** null: it is on its way. Status 0: nobody answered. */
  response: { status: number; statusText: string; headers: Record<string, string>; body: string } | null;
}

/** What is to be sent. */
export type Notice = Happened & Pick<Delivery, "guid" | "isRedelivery">;

/** What the App is to hear of. */
export type Happened = Pick<Delivery, "event" | "action" | "body" | "installationId" | "repositoryId">;
