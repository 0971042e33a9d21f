// Pages load cleanly, stay still, fit, and answer the keyboard.
import { testPages } from './pages.mjs';

await testPages(['loads', 'still', 'narrow', 'noStorage', 'skipLink', 'targets', 'themeSwitch', 'largeText']);
