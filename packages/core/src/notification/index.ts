/** Who is told of tasks, and what is done outside: for those who ask, store and deliver. */

export { EffectKind, OutboxItem, type TryOutcome } from "../outbox/outbox-item.ts";
export type { NewOutboxItem, OutboxStore } from "../outbox/outbox-store.ts";
export { OUTBOX_LIFETIME_SECONDS, planRetry } from "../outbox/plan-retry.ts";
export { Channel, Destination, PREVIOUS_SECRET_HOURS } from "./destination/destination.ts";
export type { DestinationStore, Receiver } from "./destination/destination-store.ts";
export { addressInReach, type MailReach } from "./destination/find-place.ts";
export {
  changeDestination,
  findDestination,
  listDestinations,
  type MadeDestination,
  makeDestination,
  removeDestination,
  rotateDestinationSecret,
} from "./destination/keep-destinations.ts";
export { sealPart } from "./destination/seal-destination.ts";
export { resendDelivery, tryDestination } from "./destination/try-destination.ts";
export { isUnsubscribing, UNSUBSCRIBE_PATH, type Unsubscribing, unsubscribeUrl } from "./destination/unsubscribe.ts";
export { bytesOfSecret, makeWebhookSecret } from "./destination/webhook-secret.ts";
export type { Notification } from "./feed/notification.ts";
export type { NotificationStore, ToldTasks } from "./feed/notification-store.ts";
export {
  type FollowedNotifications,
  findNotifications,
  listNotifications,
  markNotificationsRead,
  readNotifications,
} from "./feed/read-notifications.ts";
export { mailAddressOf } from "./mail/mail-address.ts";
export {
  type MailSender,
  type MailServer,
  type MailSettings,
  MailVariables,
  mailSettingsOf,
} from "./mail/mail-variables.ts";
export { Notice, plainLine, testNotice } from "./notice.ts";
export { kindOfChange, NotificationKind, TOLD_STATUSES } from "./notification-kind.ts";
