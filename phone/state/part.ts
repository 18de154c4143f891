/**
 * Parts of what is known of a host that only some screens want. Each is made when one of them first asks, in the script that is
 * loaded with that screen, and lives as long as the host does for this page.
 */
export function partOf<Host extends object, Part>(make: (host: Host) => Part): (host: Host) => Part {
  const parts = new WeakMap<Host, Part>();
  return (host) => {
    const part = parts.get(host) ?? make(host);
    parts.set(host, part);
    return part;
  };
}
