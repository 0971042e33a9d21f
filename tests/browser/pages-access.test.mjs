// Pages can be used by everybody: axe's rules, and where the keyboard is.
import { testPages } from './pages.mjs';

await testPages(['axe', 'focus']);
