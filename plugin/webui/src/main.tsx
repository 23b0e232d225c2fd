import 'vscode-jsonrpc/browser';
import './app/tokens.css';
import './app/base.css';
import { render } from 'preact';
import { App } from './app/app.ts';
import { Page } from './app/page.tsx';
import { applyTheme, onLanguageStored, storedLanguage } from './app/theme.ts';
import type { Host } from './host/host.ts';
import { type BridgeWindow, IdeBridge, isInIde } from './host/ideBridge.ts';
import { WebSocketHost } from './host/webSocketHost.ts';
import { languageOf } from './i18n/texts.ts';
import { initialState } from './state/state.ts';
import { frames, Store } from './state/store.ts';

const address = new URL(location.href);
const bridgeWindow = window as unknown as BridgeWindow;
const host: Host = isInIde(bridgeWindow, address)
  ? new IdeBridge(bridgeWindow)
  : new WebSocketHost({
      address,
      storage: sessionStorage,
      fetch: fetch.bind(window),
      WebSocket,
      replaceAddress: (path) => history.replaceState(null, '', path),
    });
const store = new Store(initialState(storedLanguage() ?? languageOf(navigator.language)), frames);
const app = new App(store, host);
host.onTheme((theme) => {
  applyTheme(theme);
  if (theme.locale !== undefined && storedLanguage() === undefined) {
    app.session.setLanguage(languageOf(theme.locale));
  }
});
onLanguageStored((language) => app.session.setLanguage(language));

const root = document.getElementById('page');
if (root) render(<Page app={app} />, root);
void app.session.start();
