import { Button } from "../parts/form/button.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";

/** What a webhook is signed with: it is shown until it is hidden, and never again. */
export function SecretOnce({ secret, onHide }: { secret: string; onHide: () => void }) {
  return (
    <div role="status" className="flex w-full flex-col gap-2 rounded-box border border-line bg-surface p-3">
      <p>Its requests are signed with this secret. Copy it now: it isn't shown again.</p>
      <CopyLine text={secret} />
      <div className="flex justify-end">
        <Button onClick={onHide}>I have it</Button>
      </div>
    </div>
  );
}
