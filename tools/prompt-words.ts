import type { ClipWord, ClipWords } from './clip-words.ts'
import { durationWords } from './duration-words.ts'

/**
 * Every sentence that a kiosk says, by the name of its clip, in both languages. What the screen shows
 * stands in display/kiosk/texts.ts; here it is said as somebody needs it who does not see the screen.
 * People are counted after their noun, which has no form to agree then: "people before you: five";
 * how long they wait is said in the words of duration-words.ts.
 */

const english: ClipWords = Object.fromEntries(
  Object.entries({
    on: 'Reading aloud is on.',
    'for-language': 'For English,',
    press: 'press',
    'again-zero': 'To hear this again, press zero.',
    'again-star': 'To hear this again, press star.',
    back: 'To go back, press minus.',
    'choose-service': 'What do you need today?',
    'no-services': 'No services are offered here now. Please ask a member of staff.',
    closed: 'The centre is closed now. Your number may not be called before it opens.',
    'closed-today':
      'The centre is closed for the rest of today. A number is good for today only, and may not be called.',
    service: 'service,',
    renew: 'renew your card,',
    collect: 'collect your card,',
    address: 'update your address,',
    replace: 'replace a lost or damaged card,',
    biometrics: 'fingerprints and photo,',
    express: 'express service,',
    'new-card': 'new card,',
    name: 'change of name,',
    child: 'for children,',
    family: 'for families,',
    accessible: 'for people with disabilities,',
    passport: 'passport,',
    vehicle: 'vehicle,',
    payment: 'payment,',
    appointment: 'appointments,',
    information: 'information,',
    online: 'online,',
    letters: 'A member of staff can tell you what each service is for.',
    bring: 'What to bring is on the screen. A member of staff can read it to you.',
    'online-about': 'You can do this online. Scan the code on the screen with your phone.',
    'take-number': 'To take a number here,',
    'enter-id':
      'Enter the nine digits of your personal number, or use the reader. They are not said aloud. To erase one, press point.',
    left: 'left.',
    complete: 'Complete. Press enter to continue.',
    checking: 'Looking for your card.',
    issuing: 'Getting your number.',
    retrying: 'The server cannot be reached. We keep trying. You will get one number only.',
    'has-ticket': 'There is a ticket for this card already. Wait for that number to be called.',
    problem: 'That did not work. Please ask a member of staff for help.',
    cancel: 'To cancel,',
    'card-ready': 'Your card is ready.',
    section: 'section,',
    'card-not-here':
      'Your card is not here yet. An SMS tells you when it is ready. No need to wait today.',
    'card-other-centre': 'Your card is at another centre.',
    'ask-which': 'A member of staff will tell you which one.',
    'card-collected':
      'This card was collected already. If that was not you, please tell a member of staff now.',
    'card-unknown': 'No card was found for this number.',
    'enter-again': 'To enter the number again,',
    'other-service': 'For another service,',
    finish: 'To finish,',
    'your-number': 'Your number is,',
    ahead: 'People before you,',
    'nobody-ahead': 'Nobody is before you for this service.',
    'wait-about': 'The expected wait is about,',
    'wait-up-to': 'The expected wait is up to about,',
    'wait-to': 'to,',
    'wait-short': 'The wait is less than a minute.',
    'wait-unknown': 'The waiting time is not known yet.',
    'slip-printing': 'Your slip is printing.',
    'slip-printed': 'Take your slip.',
    'slip-failed': 'The slip could not be printed. Remember your number.',
    'slip-slow': 'The slip is slow. Remember your number.',
    'slip-none': 'There is no printer here. Remember your number.',
    'still-there': 'Are you still there? To go on, press any key.',
  }).map(([name, text]) => [name, { text }]),
)

/** At the end of what is said in one breath: ة is h there, and no vowel is guessed after a letter. */
const atPause = /[،.؟]|$/.source
/**
 * With all its vowels for the speaking program, which guesses those that are not written; it loses
 * the vowel of a letter with a shadda, but not that of the second of two letters.
 */
const read = (text: string, said: string): ClipWord => ({
  text,
  said: said
    .replace(/([ء-ي])([\u064b-\u0650]?)\u0651/g, '$1\u0652$1$2')
    .replace(new RegExp(`ة(?=${atPause})`, 'g'), 'ه')
    .replace(new RegExp(`([بتثجحخدذرزسشصضطظعغفقكلمنه])(?=${atPause})`, 'g'), '$1\u0652'),
})

const arabic: ClipWords = {
  on: read('القراءة الصوتية مفعّلة.', 'القِراءَةُ الصَوتِيَّة مُفَعَّلَة.'),
  'for-language': read('للعربية،', 'لِلعَرَبِيَّة،'),
  press: read('اضغط الرقم', 'اِضغَطِ الرَقم'),
  'again-zero': read('لسماع هذا مرة أخرى اضغط الرقم صفر.', 'لِسَماعِ هاذا مَرَّةً أُخرى، اِضغَطِ الرَقمَ صِفر.'),
  'again-star': read(
    'لسماع هذا مرة أخرى اضغط مفتاح النجمة.',
    'لِسَماعِ هاذا مَرَّةً أُخرى، اِضغَط مِفتاحَ النَجمَة.',
  ),
  back: read('للرجوع اضغط مفتاح الناقص.', 'لِلرُجوع، اِضغَط مِفتاحَ الناقِص.'),
  'choose-service': read('ما الخدمة التي تريدها؟', 'ما الخِدمَةُ الَّتي تُريدُها؟'),
  'no-services': read(
    'لا توجد خدمات متاحة هنا الآن. اطلب المساعدة من أحد الموظفين.',
    'لا توجَدُ خَدَماتٌ مُتاحَةٌ هُنا الآن. اُطلُبِ المُساعَدَةَ مِن أَحَدِ المُوَظَّفين.',
  ),
  closed: read(
    'المركز مغلق الآن. قد لا يُنادى رقمك قبل أن يفتح.',
    'المَركَزُ مُغلَقٌ الآن. قَد لا يُنادى رَقمُكَ قَبلَ أَن يَفتَح.',
  ),
  'closed-today': read(
    'المركز مغلق بقية اليوم. الرقم ليوم إصداره فقط، وقد لا يُنادى.',
    'المَركَزُ مُغلَقٌ بَقِيَّةَ اليَوم. الرَقمُ لِيَومِ إِصدارِهِ فَقَط، وَقَد لا يُنادى.',
  ),
  service: read('الخدمة', 'الخِدمَة،'),
  renew: read('تجديد البطاقة،', 'تَجديدُ البِطاقَة،'),
  collect: read('استلام البطاقة،', 'اِستِلامُ البِطاقَة،'),
  address: read('تحديث العنوان،', 'تَحديثُ العُنوان،'),
  replace: read('بدل فاقد أو تالف،', 'بَدَلُ فاقِدٍ أَو تالِف،'),
  biometrics: read('البصمة والصورة،', 'البَصمَةُ وَالصورَة،'),
  express: read('الخدمة السريعة،', 'الخِدمَةُ السَريعَة،'),
  'new-card': read('بطاقة جديدة،', 'بِطاقَةٌ جَديدَة،'),
  name: read('تغيير الاسم،', 'تَغييرُ الاِسم،'),
  child: read('للأطفال،', 'لِلأَطفال،'),
  family: read('للعائلات،', 'لِلعائِلات،'),
  accessible: read('لذوي الإعاقة،', 'لِذَوي الإِعاقَة،'),
  passport: read('جواز السفر،', 'جَوازُ السَفَر،'),
  vehicle: read('المركبات،', 'المَركَبات،'),
  payment: read('الدفع،', 'الدَفع،'),
  appointment: read('المواعيد،', 'المَواعيد،'),
  information: read('الاستعلامات،', 'الاِستِعلامات،'),
  online: read('إلكترونيًا،', 'إِلِكتُرونِيَّاً،'),
  letters: read('يخبرك أحد الموظفين بما تعنيه كل خدمة.', 'يُخبِرُكَ أَحَدُ المُوَظَّفينَ بِما تَعنيهِ كُلُّ خِدمَة.'),
  bring: read(
    'ما عليك إحضاره مكتوب على الشاشة، ويقرؤه لك أحد الموظفين.',
    'ما عَلَيكَ إِحضارُهُ مَكتوبٌ عَلى الشاشَة، وَيَقرَؤُهُ لَكَ أَحَدُ المُوَظَّفين.',
  ),
  'online-about': read(
    'يمكنك إنجاز هذا إلكترونيًا. صوّر الرمز على الشاشة بهاتفك.',
    'يُمكِنُكَ إِنجازُ هاذا إِلِكتُرونِيَّاً. صَوِّرِ الرَمزَ عَلى الشاشَةِ بِهاتِفِك.',
  ),
  'take-number': read('لأخذ رقم هنا', 'لِأَخذِ رَقمٍ هُنا،'),
  'enter-id': read(
    'أدخل أرقام رقمك الشخصي التسعة، أو استخدم القارئ. لن تُقرأ بصوت مسموع. لحذف رقم اضغط مفتاح النقطة.',
    'أَدخِل أَرقامَ رَقمِكَ الشَخصِيِّ التِسعَة، أَوِ اِستَخدِمِ القارِئ. لَن تُقرَأَ بِصَوتٍ مَسموع. لِحَذفِ رَقم، اِضغَط مِفتاحَ النُقطَة.',
  ),
  left: read('بقي', 'بَقِيَ،'),
  complete: read(
    'اكتمل الرقم. للمتابعة اضغط مفتاح الإدخال.',
    'اِكتَمَلَ الرَقم. لِلمُتابَعَة، اِضغَط مِفتاحَ الإِدخال.',
  ),
  checking: read('نبحث عن بطاقتك.', 'نَبحَثُ عَن بِطاقَتِك.'),
  issuing: read('نحجز لك رقمًا.', 'نَحجِزُ لَكَ رَقماً.'),
  retrying: read(
    'تعذّر الوصول إلى الخادم. ما زلنا نحاول. ستحصل على رقم واحد فقط.',
    'تَعَذَّرَ الوُصولُ إِلى الخادِم. ما زِلنا نُحاوِل. سَتَحصُلُ عَلى رَقمٍ واحِدٍ فَقَط.',
  ),
  'has-ticket': read(
    'لهذه البطاقة تذكرة قائمة. انتظر النداء على رقمها.',
    'لِهاذِهِ البِطاقَةِ تَذكَرَةٌ قائِمَة. اِنتَظِرِ النِداءَ عَلى رَقمِها.',
  ),
  problem: read(
    'لم ينجح ذلك. اطلب المساعدة من أحد الموظفين.',
    'لَم يَنجَح ذالِك. اُطلُبِ المُساعَدَةَ مِن أَحَدِ المُوَظَّفين.',
  ),
  cancel: read('للإلغاء', 'لِلإِلغاء،'),
  'card-ready': read('بطاقتك جاهزة.', 'بِطاقَتُكَ جاهِزَة.'),
  section: read('القسم', 'القِسم،'),
  'card-not-here': read(
    'بطاقتك لم تصل بعد. ستصلك رسالة نصية حين تصبح جاهزة. لا حاجة إلى الانتظار اليوم.',
    'بِطاقَتُكَ لَم تَصِل بَعد. سَتَصِلُكَ رِسالَةٌ نَصِّيَّةٌ حينَ تُصبِحُ جاهِزَة. لا حاجَةَ إِلى الاِنتِظارِ اليَوم.',
  ),
  'card-other-centre': read('بطاقتك في مركز آخر.', 'بِطاقَتُكَ في مَركَزٍ آخَر.'),
  'ask-which': read('سيدلّك أحد الموظفين على المركز.', 'سَيَدُلُّكَ أَحَدُ المُوَظَّفينَ عَلى المَركَز.'),
  'card-collected': read(
    'استُلمت هذه البطاقة من قبل. إن لم تستلمها أنت فأخبر أحد الموظفين الآن.',
    'اُستُلِمَت هاذِهِ البِطاقَةُ مِن قَبل. إِن لَم تَستَلِمها أَنتَ فَأَخبِر أَحَدَ المُوَظَّفينَ الآن.',
  ),
  'card-unknown': read('لم نجد بطاقة بهذا الرقم.', 'لَم نَجِد بِطاقَةً بِهاذا الرَقم.'),
  'enter-again': read('لإدخال الرقم مرة أخرى', 'لِإِدخالِ الرَقمِ مَرَّةً أُخرى،'),
  'other-service': read('لخدمة أخرى', 'لِخِدمَةٍ أُخرى،'),
  finish: read('للإنهاء', 'لِلإِنهاء،'),
  'your-number': read('رقمك', 'رَقمُك،'),
  ahead: read('عدد من قبلك،', 'عَدَدُ مَن قَبلَك،'),
  'nobody-ahead': read('لا أحد قبلك في هذه الخدمة.', 'لا أَحَدَ قَبلَكَ في هاذِهِ الخِدمَة.'),
  'wait-about': read('الانتظار المتوقع نحو', 'الاِنتِظارُ المُتَوَقَّعُ نَحْوَ،'),
  'wait-from': read('الانتظار المتوقع من', 'الاِنتِظارُ المُتَوَقَّعُ مِن،'),
  'wait-up-to': read('الانتظار المتوقع حتى', 'الاِنتِظارُ المُتَوَقَّعُ حَتّى،'),
  'wait-to': read('إلى', 'إِلى،'),
  'wait-short': read('الانتظار أقل من دقيقة.', 'الاِنتِظارُ أَقَلُّ مِن دَقيقَة.'),
  'wait-unknown': read('مدة الانتظار غير معروفة بعد.', 'مُدَّةُ الاِنتِظارِ غَيرُ مَعروفَةٍ بَعد.'),
  'slip-printing': read('تُطبع ورقة رقمك الآن.', 'تُطبَعُ وَرَقَةُ رَقمِكَ الآن.'),
  'slip-printed': read('خذ ورقة رقمك.', 'خُذ وَرَقَةَ رَقمِك.'),
  'slip-failed': read('تعذّرت الطباعة. احفظ رقمك.', 'تَعَذَّرَتِ الطِباعَة. اِحفَظ رَقمَك.'),
  'slip-slow': read('الطباعة متأخرة. احفظ رقمك.', 'الطِباعَةُ مُتَأَخِّرَة. اِحفَظ رَقمَك.'),
  'slip-none': read('لا توجد طابعة هنا. احفظ رقمك.', 'لا توجَدُ طابِعَةٌ هُنا. اِحفَظ رَقمَك.'),
  'still-there': read(
    'هل ما زلت هنا؟ للمتابعة اضغط أي مفتاح.',
    'هَل ما زِلتَ هُنا؟ لِلمُتابَعَة، اِضغَط أَيَّ مِفتاح.',
  ),
}

export const promptWords = {
  ar: { ...arabic, ...durationWords.ar },
  en: { ...english, ...durationWords.en },
} as const
