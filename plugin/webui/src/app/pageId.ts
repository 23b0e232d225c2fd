const KEY = 'condenser.pageId';

/**
 * The id of this page. It survives a reload, so that the page finds its own draft. A new id is created
 * where another open page has it, since a duplicated tab has the same session storage, and where the
 * host has no storage.
 */
export async function pageId(): Promise<string> {
  const fresh = crypto.randomUUID();
  try {
    const known = sessionStorage.getItem(KEY);
    const id = known !== null && (await hold(known)) ? known : fresh;
    sessionStorage.setItem(KEY, id);
    if (id === fresh) await hold(fresh);
    return id;
  } catch {
    return fresh;
  }
}

/** Holds the id for as long as the page is open; false when another page holds it. */
function hold(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const closed = new Promise<void>(() => undefined);
    navigator.locks
      .request(`${KEY}.${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : closed;
      })
      .catch(() => resolve(true));
  });
}
