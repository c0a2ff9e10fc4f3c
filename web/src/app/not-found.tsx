import { NothingAtAddress } from "../components/frame/nothing-at-address.tsx";

/** Of an address that no page has: outside of the frame, which has the landmark of the others. */
export default function NotFound() {
  return (
    <main>
      <NothingAtAddress />
    </main>
  );
}
