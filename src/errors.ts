import type { Bilingual } from './language.ts'

type Sentence = Bilingual & { status: number }
const sentence = (status: number, ar: string, en: string): Sentence => ({ status, ar, en })

/**
 * Every "no" of the server: its HTTP status and its sentence in both languages. The keys are the
 * stable codes of the contract. `{name}` is filled from the refusal's details; what stands in square
 * brackets is said only where they have it.
 */
export const refusals = {
  // 400: not understood
  malformed: sentence(
    400,
    'الطلب ناقص أو غير صحيح.',
    'The request is incomplete or not valid ({why}).',
  ),
  bad_phone: sentence(400, 'رقم الهاتف غير صحيح.', 'The phone number is not valid.'),
  bad_signature: sentence(
    400,
    'صورة التوقيع غير صالحة أو فارغة. اطلب التوقيع مرة أخرى.',
    'The image of the signature is not valid, or empty. Ask for it once more.',
  ),
  bad_printer: sentence(
    400,
    'عنوان الطابعة غير صحيح. مثال: tcp://10.0.0.9:9100',
    'The printer address is not valid. Example: tcp://10.0.0.9:9100',
  ),
  bad_link: sentence(
    400,
    'يجب أن يبدأ الرابط بـ ⁨{begins}⁩ ثم اسم موقع كامل، مثل ⁨{example}⁩',
    'The link must begin with {begins} and name a whole site, such as {example}',
  ),
  bad_csv_header: sentence(
    400,
    'يجب أن يسمّي السطر الأول العمودين {columns} وبينهما فاصلة (,) أو فاصلة منقوطة (;).',
    'The first line must name the columns {columns}, with a comma or a semicolon between them.',
  ),
  bad_manifest_row: sentence(
    400,
    'لا يمكن أخذ أي سطر من القائمة. السطر {row}: قيمة غير صحيحة في {field}.',
    'No line of the list can be taken. Line {row}: {field} is not valid.',
  ),
  ambiguous_serial: sentence(
    400,
    'الرقم التسلسلي {serial} يُقرأ عند المسح كرمز مكان أو رقم تذكرة.',
    'The serial {serial} would be taken for a place or a ticket when it is scanned.',
  ),
  // 401, 403: who is asking
  not_signed_in: sentence(401, 'سجّل الدخول أولًا.', 'Sign in first.'),
  wrong_ticket_secret: sentence(
    401,
    'هذا الرابط لا يفتح هذه التذكرة. استخدم الرابط في رسالتك أو الرمز على ورقة الرقم.',
    'This link does not open the ticket. Use the one in your SMS, or the code on your slip.',
  ),
  bad_credentials: sentence(
    401,
    'اسم المستخدم أو كلمة المرور غير صحيحة.',
    'The user name or password is wrong.',
  ),
  locked_out: sentence(
    429,
    'محاولات كثيرة. حاول بعد {minutes} د.',
    'Too many attempts. Try again in {minutes} min.',
  ),
  session_moved: sentence(
    401,
    'تتابع جلستك الآن على متصفح آخر.',
    'Your session goes on at another browser now.',
  ),
  bad_move_code: sentence(
    401,
    'اسم المستخدم أو الرمز غير صحيح، أو انتهت مدة الرمز. اطلب رمزًا جديدًا.',
    'The user name or the code is wrong, or the code has run out. Ask for a new one.',
  ),
  not_allowed: sentence(403, 'لا تملك صلاحية لهذا.', 'You are not allowed to do this.'),
  foreign_origin: sentence(
    403,
    'رُفض الطلب لأنه جاء من موقع آخر.',
    'The request came from another site and was refused.',
  ),
  bad_join_code: sentence(
    403,
    'رمز الانضمام منتهٍ. صوّر الرمز على الشاشة مرة أخرى.',
    'The join code has expired. Scan the code on the screen again.',
  ),
  // 404
  unknown_route: sentence(404, 'لا توجد صفحة بهذا العنوان.', 'There is nothing at this address.'),
  unknown_centre: sentence(404, 'لا يوجد مركز بهذا الاسم.', 'There is no such centre.'),
  unknown_ticket: sentence(404, 'لا توجد تذكرة بهذا الرقم.', 'There is no such ticket.'),
  unknown_note: sentence(404, 'لا توجد ملاحظة بهذا الرقم.', 'There is no such note.'),
  unknown_counter: sentence(404, 'لا توجد نافذة بهذا الرقم.', 'There is no such counter.'),
  unknown_card: sentence(404, 'لا توجد بطاقة بهذا الرقم.', 'There is no such card.'),
  unknown_place: sentence(404, 'لا يوجد مكان بهذا الرمز.', 'There is no such place.'),
  unknown_printer: sentence(404, 'لا توجد طابعة بهذا الرقم.', 'There is no such printer.'),
  unknown_print: sentence(404, 'لا توجد طباعة بهذا الرقم.', 'There is no such print.'),
  unknown_scan: sentence(404, 'لا يوجد مسح بهذا الرقم.', 'There is no such scan.'),
  unknown_incident: sentence(404, 'لا توجد حادثة بهذا الرقم.', 'There is no such incident.'),
  unknown_manifest: sentence(404, 'لا توجد قائمة شحن بهذا الرقم.', 'There is no such manifest.'),
  unknown_device: sentence(404, 'لا يوجد جهاز بهذا الرقم.', 'There is no such device.'),
  unknown_pairing: sentence(
    404,
    'لا تعرض أي شاشة في هذا المركز الرمز {code} الآن.',
    'No screen of this centre shows the code {code} now.',
  ),
  unknown_pick: sentence(404, 'لا يوجد طلب إحضار بهذا الرقم.', 'There is no such pick.'),
  unknown_stocktake: sentence(404, 'لا يوجد جرد بهذا الرقم.', 'There is no such stocktake.'),
  unknown_disposal: sentence(404, 'لا توجد قائمة بهذا الرقم.', 'There is no such list of cards.'),
  unknown_member: sentence(404, 'لا يوجد موظف بهذا الرقم.', 'There is no such member of staff.'),
  no_such_service: sentence(404, 'لا توجد خدمة بهذا الرمز.', 'There is no service with this code.'),
  unknown_box: sentence(404, 'لا يوجد صندوق بهذا الرقم.', 'There is no such box.'),
  // 409: the state does not allow it
  ticket_not_waiting: sentence(409, 'هذه التذكرة ليست في الانتظار.', 'This ticket is not waiting.'),
  ticket_not_called: sentence(409, 'التذكرة ليست في حالة نداء.', 'The ticket is not being called.'),
  ticket_not_serving: sentence(
    409,
    'لم تبدأ خدمة هذه التذكرة بعد.',
    'The ticket is not being served yet.',
  ),
  ticket_not_at_counter: sentence(
    409,
    'هذه التذكرة ليست عند النافذة.',
    'This ticket is not at a counter.',
  ),
  put_off_limit: sentence(
    409,
    'طلبتَ مزيدًا من الوقت مرتين، ولا يمكن مرة أخرى.',
    'You have asked for more time twice, and cannot again.',
  ),
  ticket_not_parked: sentence(409, 'هذه التذكرة ليست معلّقة.', 'This ticket is not parked.'),
  ticket_not_no_show: sentence(
    409,
    'لم تُسجَّل هذه التذكرة كغائب.',
    'This ticket was not marked as a no-show.',
  ),
  ticket_being_served: sentence(
    409,
    'صاحب التذكرة عند النافذة الآن.',
    'The visitor is being served right now.',
  ),
  ticket_ended: sentence(409, 'انتهت هذه التذكرة.', 'This ticket has ended.'),
  recall_limit: sentence(
    409,
    'نودي على هذه التذكرة بالعدد المسموح.',
    'This ticket has been called as often as allowed.',
  ),
  too_early: sentence(
    409,
    'امنح الزائر وقتًا للوصول: {seconds} ث بعد النداء.',
    'Give the visitor time to arrive: {seconds} seconds after the call.',
  ),
  recall_first: sentence(409, 'نادِ الزائر مرة أخرى أولًا.', 'Call the visitor once more first.'),
  too_late: sentence(
    409,
    'انقضى وقت العودة. خذ تذكرة جديدة.',
    'The time to come back has passed. Please take a new ticket.',
  ),
  nobody_waits: sentence(409, 'لا أحد في انتظار هذه النافذة.', 'Nobody waits for this counter.'),
  request_repeated: sentence(
    409,
    'سبق تنفيذ هذا الطلب.',
    'This request has been carried out already.',
  ),
  request_withdrawn: sentence(
    409,
    'سُحب هذا الطلب قبل تنفيذه، ولن يُنفَّذ.',
    'This request was withdrawn before it was carried out; it is not carried out any more.',
  ),
  no_ticket_here: sentence(
    409,
    'لا توجد تذكرة عند هذه النافذة.',
    'There is no ticket at this counter.',
  ),
  note_of_another: sentence(
    409,
    'كتب هذه الملاحظة موظف آخر، وهو وحده من يغيّرها.',
    'Another member of staff wrote this note; only they can change it.',
  ),
  other_ticket_here: sentence(
    409,
    'التذكرة التي عند هذه النافذة الآن هي {number}.',
    'The ticket at this counter is {number} now.',
  ),
  ticket_in_progress: sentence(409, 'أنهِ التذكرة {number} أولًا.', 'Finish ticket {number} first.'),
  counter_not_open: sentence(409, 'هذه النافذة غير مفتوحة.', 'This counter is not open.'),
  counter_closed: sentence(409, 'هذه النافذة مغلقة.', 'This counter is closed.'),
  counter_taken: sentence(
    409,
    'يعمل موظف آخر على هذه النافذة.',
    'Another member of staff works at this counter.',
  ),
  counter_out_of_use: sentence(409, 'أُوقفت هذه النافذة.', 'This counter is not in use any more.'),
  counter_not_closed: sentence(
    409,
    'النافذة {label} مفتوحة. أغلقها أولًا.',
    'Counter {label} is open. Close it first.',
  ),
  label_taken: sentence(
    409,
    'هناك نافذة أخرى باسم {label}.',
    'There is another counter called {label}.',
  ),
  centre_exists: sentence(
    409,
    'هناك مركز آخر بالرمز {centre}.',
    'There is another centre with the code {centre}.',
  ),
  centre_closed: sentence(
    409,
    'أُغلق هذا المركز ولا تصدر فيه تذاكر.',
    'This centre has closed. It gives out no tickets any more.',
  ),
  service_exists: sentence(
    409,
    'هناك خدمة أخرى بالرمز {service}.',
    'There is another service with the code {service}.',
  ),
  service_name_taken: sentence(
    409,
    'خدمة أخرى في هذا المركز ({prefix}) تحمل هذا الاسم. الزائر يختار بالاسم، فاكتب اسمًا آخر.',
    'Another service of this centre ({prefix}) has this name. Visitors choose by it: give another one.',
  ),
  service_in_use: sentence(
    409,
    'تذاكر لم تنتهِ لهذه الخدمة: {count}. أنهِها أولًا.',
    'Tickets of this service that have not ended: {count}. Finish them first.',
  ),
  services_changed: sentence(
    409,
    'تغيّرت قائمة الخدمات في الأثناء. انظر إليها مرة أخرى.',
    'The list of services has changed meanwhile. Look at it again.',
  ),
  prefix_taken: sentence(
    409,
    'الحرف {prefix} لخدمة أخرى: {service}.',
    'The letter {prefix} is that of another service: {service}.',
  ),
  prefix_in_use: sentence(
    409,
    'صدرت تذاكر اليوم بالحرف {prefix}: {count}. غيّره في يوم آخر قبل الافتتاح.',
    'Tickets with the letter {prefix} were given out today: {count}. Change it on another day, before opening.',
  ),
  only_tried: sentence(
    409,
    'كانت تجربة فقط، ولم يتغير شيء.',
    'This was only tried, and nothing was changed.',
  ),
  username_taken: sentence(
    409,
    'اسم المستخدم {username} لموظف آخر.',
    'The user name {username} is that of somebody else.',
  ),
  last_admin: sentence(
    409,
    'هذا آخر مدير لكل المراكز. عيّن مديرًا آخر أولًا.',
    'This is the last administrator of all centres. Appoint another one first.',
  ),
  busy_elsewhere: sentence(
    409,
    'لديك تذكرة مفتوحة عند النافذة {counter}.',
    'You still have a ticket at counter {counter}.',
  ),
  open_elsewhere: sentence(
    409,
    'النافذة {counter} في مركز آخر مفتوحة باسمك. أغلقها هناك أولًا.',
    'Counter {counter} of another centre is open in your name. Close it there first.',
  ),
  manifest_loading: sentence(
    409,
    'ما زالت بطاقات هذه القائمة تُسجَّل. أرسل القائمة نفسها مرة أخرى إن انقطع إرسالها.',
    'The cards of this list are still being written. Send the same list again if it was broken off.',
  ),
  manifest_closed: sentence(409, 'قائمة الشحن مغلقة.', 'The manifest is closed.'),
  scan_stays: sentence(409, 'لا يمكن التراجع عن هذا المسح.', 'This scan cannot be taken back.'),
  scan_overtaken: sentence(
    409,
    'لا يمكن التراجع: حدث للبطاقة شيء آخر بعد هذا المسح.',
    'It cannot be taken back: more was done with the card since.',
  ),
  stocktake_running: sentence(
    409,
    'يجري جرد {place} الآن. أكمل ذلك الجرد أولًا.',
    'A stocktake of {place} is under way. Finish that one first.',
  ),
  stocktake_paused: sentence(
    409,
    'الجرد متوقف مؤقتًا. استأنفه ثم اقرأ البطاقة مرة أخرى.',
    'The stocktake is paused. Resume it, then scan the card again.',
  ),
  stocktake_closed: sentence(409, 'انتهى هذا الجرد.', 'This stocktake has ended.'),
  stocktake_not_closed: sentence(
    409,
    'لا يصدر التقرير قبل إغلاق الجرد.',
    'There is no report before the stocktake is closed.',
  ),
  stocktake_unseen: sentence(
    409,
    'بطاقات لم يرها أحد حتى الآن: {count}. أكّد هذا العدد نفسه على أنه مفقود، أو أكمل الجرد.',
    'Cards that nobody has seen so far: {count}. Confirm that this very number is missing, or go on scanning.',
  ),
  nothing_scanned: sentence(
    409,
    'لم تُقرأ أي بطاقة من هذه القائمة. اقرأ البطاقات التي أُخرجت، ثم أكّد القائمة.',
    'No card of this list was scanned. Scan the cards that were taken out, then confirm it.',
  ),
  list_scanned: sentence(
    409,
    'قُرئت بطاقات من هذه القائمة، فلا يمكن التخلي عنها.',
    'Cards of this list were scanned, so it cannot be given up.',
  ),
  place_merged: sentence(
    409,
    'ضُمّ المكان {place} إلى {into}. اقرأ رمز خانة هناك.',
    'The place {place} was merged into {into}. Scan a slot there.',
  ),
  place_taken: sentence(
    409,
    'الرمز {place} مستخدم لمكان آخر.',
    'There is another place with the code {place}.',
  ),
  place_in_use: sentence(
    409,
    'في {place} بطاقات: {count}. انقلها أولًا.',
    'Cards have their place in {place}: {count}. Move them first.',
  ),
  place_has_counter: sentence(
    409,
    'تتبع النافذة {counter} المكان {place}.',
    'Counter {counter} belongs to {place}.',
  ),
  place_too_large: sentence(
    409,
    'المكان {place} كبير لنقله دفعة واحدة: {count}، والحد {most}. انقل أجزاءه.',
    'The place {place} is too large to be moved at once: {count} of at most {most}. Move what is in it.',
  ),
  places_numbered: sentence(
    409,
    'لا تكفي خانات الترقيم في {place}.',
    'The numbers in {place} have too few digits, or another number of them.',
  ),
  merge_full: sentence(
    409,
    'لا يتسع {place}: البطاقات {count} والأماكن الخالية {free}.',
    'They do not fit in {place}: {count} cards, room for {free}.',
  ),
  place_full: sentence(409, 'المكان {place} ممتلئ.', 'The place {place} is full.'),
  card_not_here: sentence(409, 'البطاقة ليست في هذا المركز.', 'The card is not in this centre.'),
  card_not_movable: sentence(
    409,
    'لا يمكن وضع بطاقة حالتها «{state}» على الرف.',
    'A card in the state “{state}” cannot be shelved.',
  ),
  box_sealed: sentence(409, 'الصندوق مختوم.', 'The box is sealed.'),
  box_not_sealed: sentence(409, 'لم يُختم هذا الصندوق بعد.', 'The box is not sealed yet.'),
  box_closed: sentence(409, 'سبق تفريغ هذا الصندوق.', 'The box has been unpacked and closed.'),
  box_full: sentence(409, 'الصندوق ممتلئ.', 'The box is full.'),
  box_empty: sentence(409, 'لا توجد بطاقات في الصندوق.', 'There are no cards in the box.'),
  other_end: sentence(409, 'يتم هذا في المركز الآخر.', 'This is done in the other centre.'),
  card_on_list: sentence(409, 'البطاقة في قائمة أخرى.', 'The card is on another list.'),
  list_full: sentence(409, 'القائمة ممتلئة.', 'The list is full.'),
  disposal_closed: sentence(409, 'أُقرّت هذه القائمة.', 'The list has been confirmed.'),
  second_person_needed: sentence(
    409,
    'يجب أن يقرّ ذلك موظف آخر لم يشارك فيه.',
    'Another member of staff has to confirm this, who took no part in it.',
  ),
  card_not_expected: sentence(
    409,
    'هذه البطاقة غير منتظرة؛ حالتها «{state}».',
    'This card is not being waited for; its state is “{state}”.',
  ),
  card_has_ticket: sentence(
    409,
    'لهذه البطاقة تذكرة قائمة: {number}.',
    'There is a ticket for this card already: {number}.',
  ),
  pick_ended: sentence(409, 'انتهى طلب الإحضار هذا.', 'This pick has ended.'),
  print_unavailable: sentence(
    409,
    'لا توجد طابعة لهذه التذكرة.',
    'There is no printer for this ticket.',
  ),
  // 422: well-formed, but against a rule
  unknown_service: sentence(
    422,
    'لا توجد خدمة بهذا الاسم[: {service}].',
    'There is no such service[: {service}].',
  ),
  unknown_section: sentence(
    422,
    'لا يوجد قسم بالرمز {section} في هذا المركز.',
    'There is no section {section} in this centre.',
  ),
  twice_in_file: sentence(
    422,
    'يتكرر في الملف: {field} «{what}».',
    'This is in the file twice: {field} “{what}”.',
  ),
  too_many_places: sentence(
    422,
    'أماكن كثيرة لملف واحد: {count}، والحد {most}. أنشئ الأقسام الكبيرة من صفحة الأماكن.',
    'Too many places for one file: {count} of at most {most}. Make large sections on the page of the places.',
  ),
  unknown_time_zone: sentence(
    422,
    'لا توجد منطقة زمنية باسم {timeZone}.',
    'There is no time zone {timeZone}.',
  ),
  unknown_placeholder: sentence(
    422,
    'لا يُعرف {placeholder} في هذه الرسالة. المعروف: {known}',
    'Not known in this message: {placeholder}. Known are: {known}',
  ),
  missing_placeholder: sentence(
    422,
    'ينقص {placeholder}، ولا تفيد الرسالة بدونه.',
    'Missing: {placeholder}. Without it the message is of no use.',
  ),
  hours_beside: sentence(
    422,
    'ضع {hours} في سطر وحده دون {placeholder}، فالسطر يُحذف إن لم تكن للمركز ساعات.',
    'Put {hours} on another line than {placeholder}: that line is left out when the centre has no hours.',
  ),
  hours_overlap: sentence(
    422,
    'يفتح المركز ({day}) قبل أن يغلق اليوم الذي سبقه.',
    'The centre opens ({day}) before the day before it has closed.',
  ),
  recalls_contradict: sentence(
    422,
    'لا يمكن أن يُشترط للغياب نداء أكثر من العدد المسموح ({most}).',
    'A no-show cannot need more recalls than are allowed ({most}).',
  ),
  push_not_possible: sentence(
    422,
    'لا يمكن إرسال التنبيهات إلى هذا المتصفح.',
    'Notifications cannot be sent to this browser.',
  ),
  password_too_easy: sentence(
    422,
    'كلمة المرور سهلة التخمين. اختر {least} أحرف على الأقل، ليست كلمة مرور شائعة ولا اسمًا ولا تاريخًا ولا تسلسلًا. بضع كلمات لا صلة بينها تكفي.',
    'The password is easy to guess. Take at least {least} characters, not a well-known password, a name, a date or a row of keys. A few words that have nothing to do with each other will do.',
  ),
  password_unchanged: sentence(
    422,
    'كلمة المرور الجديدة هي القديمة نفسها.',
    'The new password is the old one.',
  ),
  same_service: sentence(
    422,
    'التذكرة في هذه الخدمة أصلًا.',
    'The ticket is already in this service.',
  ),
  no_services: sentence(
    422,
    'لا توجد خدمة يمكن تقديمها عند هذه النافذة.',
    'There is no service that can be given at this counter.',
  ),
  class_not_allowed: sentence(
    422,
    'لا يمكن أخذ تذكرة من هذا النوع هنا.',
    'A ticket of this class cannot be taken here.',
  ),
  card_not_ready: sentence(
    422,
    'البطاقة ليست جاهزة للاستلام هنا ({state}).',
    'The card is not ready to be collected here ({state}).',
  ),
  same_centre: sentence(422, 'الصندوق في هذا المركز أصلًا.', 'The box is in this centre already.'),
  card_not_in_box: sentence(
    422,
    'هذه البطاقة ليست من بطاقات الصندوق.',
    'The card was not sealed in this box.',
  ),
  card_not_packable: sentence(
    422,
    'لا يمكن إرسال بطاقة حالتها «{state}».',
    'A card in the state “{state}” cannot be sent.',
  ),
  bad_range: sentence(
    422,
    'اختر مدة يسبق أولها آخرها، ولا تزيد على {days} يومًا.',
    'Choose a range whose first day comes before its last, of {days} days at most.',
  ),
  nothing_due: sentence(422, 'لا توجد بطاقات انتهت مدة حفظها.', 'No cards are past their time.'),
  card_not_due: sentence(
    422,
    'لم تنتهِ مدة حفظ هذه البطاقة ({state}).',
    'The card is not past its time ({state}).',
  ),
  not_a_slot: sentence(
    422,
    'لا توضع البطاقات في {place} بالمسح. اقرأ رمز خانة أو مكان عزل، ولمركز آخر استعمل الصناديق.',
    'Cards are not put in {place} by a scan. Scan a slot or quarantine; for another centre, pack a box.',
  ),
  place_misfit: sentence(
    422,
    'لا يمكن وضع {place} في {into}: الخانة في درج، والدرج في خزانة، والخزانة في قسم.',
    'The place {place} cannot go into {into}: a slot goes into a drawer, a drawer into a cabinet, a cabinet into a section.',
  ),
  merge_misfit: sentence(
    422,
    'لا يُضم {place} إلى {into}: اختر مكانين مختلفين من نوع واحد (خزانة أو درج أو خانة).',
    'The place {place} cannot be merged into {into}: choose two cabinets, two drawers or two slots.',
  ),
  capacity_of_parts: sentence(
    422,
    'سعة {place} هي مجموع سعة ما فيه.',
    'The capacity of {place} is what fits in its parts.',
  ),
  too_many_labels: sentence(
    422,
    'الملصقات {count} والحد {most}. اختر مكانًا أصغر.',
    'That is {count} labels; {most} at most. Choose a smaller place.',
  ),
  outside_stocktake: sentence(
    422,
    'المكان {place} خارج هذا الجرد، وهو جرد {within}. اقرأ رمز خانة هناك.',
    'The place {place} is outside this stocktake, which is of {within}. Scan a slot there.',
  ),
  wrong_card: sentence(
    422,
    'بطاقة خاطئة! هذه البطاقة لا تخص هذه التذكرة.',
    'Wrong card! This card does not belong to this ticket.',
  ),
  card_known: sentence(
    422,
    'البطاقة {serial} مسجّلة من شحنة سابقة.',
    'The card {serial} is known from an earlier delivery.',
  ),
  duplicate_serials: sentence(
    422,
    'الرقم التسلسلي {serial} مكرر في القائمة.',
    'The serial {serial} is on the list twice.',
  ),
  representative_needed: sentence(
    422,
    'سجّل اسم المفوّض ورقمه.',
    'Note the representative’s name and id.',
  ),
  second_person_unknown: sentence(
    422,
    'اسم الموظف الثاني أو كلمة مروره غير صحيحة، أو لا يعمل في هذا المركز.',
    'The second person’s user name or password is wrong, or they do not work here.',
  ),
  wrong_pickup_code: sentence(
    422,
    'رمز الاستلام لا يخص هذه البطاقة.',
    'The pickup code is not that of this card.',
  ),
  no_signature: sentence(404, 'لا يوجد توقيع لهذا التسليم.', 'There is no signature for this.'),
  not_handed_over: sentence(404, 'لم تُسلَّم هذه البطاقة.', 'This card was not handed over.'),
  // 413, 415, 429, 500, 503
  too_large: sentence(413, 'الطلب كبير جدًا.', 'The request is too large.'),
  unsupported_type: sentence(415, 'نوع المحتوى غير مدعوم.', 'This content type is not supported.'),
  too_many_tickets: sentence(
    429,
    'أُخذت تذاكر كثيرة بهذا الهاتف أو الرقم الشخصي اليوم.',
    'Too many tickets were taken with this phone or personal number today.',
  ),
  too_many_codes: sentence(
    429,
    'رموز خاطئة كثيرة لهذه البطاقة. اطلب توقيع الزائر.',
    'Too many wrong codes were told for this card. Ask the visitor to sign.',
  ),
  too_many_requests: sentence(
    429,
    'طلبات كثيرة. حاول بعد {seconds} ث.',
    'Too many requests. Try again in {seconds} seconds.',
  ),
  bug: sentence(
    500,
    'حدث خطأ لدينا. سُجّل برقم {requestId}.',
    'Something went wrong on our side. It was recorded as {requestId}.',
  ),
  cannot_write: sentence(
    503,
    'لا يمكن الحفظ الآن. حاول بعد قليل.',
    'Nothing can be saved right now. Please try again shortly.',
  ),
  overloaded: sentence(
    503,
    'الخادم مشغول جدًا. حاول بعد قليل.',
    'The server is too busy. Please try again shortly.',
  ),
  stopping: sentence(
    503,
    'يتوقف هذا الخادم الآن. حاول بعد قليل.',
    'This server is stopping. Please try again shortly.',
  ),
} as const satisfies Record<string, Sentence>

export type RefusalCode = keyof typeof refusals
export const refusalCodes = Object.keys(refusals) as RefusalCode[]

export const statusOf = (code: RefusalCode): number => refusals[code].status
