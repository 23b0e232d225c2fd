/**
 * The address of a link that a person may follow, in the form in which a browser would go there;
 * undefined for every scheme but http and https.
 */
export function followable(href: string): string | undefined {
  try {
    const { protocol, href: normal, username, password } = new URL(href);
    if (protocol !== 'http:' && protocol !== 'https:') return undefined;
    // "https://bank.example@evil.example" names the first to be taken for it.
    return username === '' && password === '' ? normal : undefined;
  } catch {
    return undefined;
  }
}
