import { start } from 'optgate';

const optgate = start({ google: 'G-ABC123', controller: 'Muster GmbH', privacy: '/privacy', imprint: '/imprint' });

optgate.ready.then(({ state }) => {
  document.documentElement.dataset.state = state;
  document.documentElement.dataset.version = optgate.version;
});
