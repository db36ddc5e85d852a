import { start } from '../shared/start.tsx'
import { Mark, LanguageSwitch, ConnectionMark } from '../shared/components.tsx'
import { useView } from '../shared/hooks.ts'
const Home = () => { useView('board','x'); return <main><Mark /><LanguageSwitch /><ConnectionMark /></main> }
start(Home)
