"""Emoji behind the shortcodes that headings of roadmaps use."""

from __future__ import annotations

_TABLE = """
100 💯|abacus 🧮|airplane ✈️|alarm_clock ⏰|alien 👽|ambulance 🚑|anchor ⚓|apple 🍎
art 🎨|atom_symbol ⚛️|baby 👶|back 🔙|balloon 🎈|bangbang ‼️|bar_chart 📊|battery 🔋
beetle 🐞|beginner 🔰|bell 🔔|bike 🚲|bird 🐦|blue_book 📘|blush 😊|book 📖|bookmark 🔖
bookmark_tabs 📑|books 📚|boom 💥|bow_and_arrow 🏹|brain 🧠|bricks 🧱
bridge_at_night 🌉|briefcase 💼|bug 🐛|building_construction 🏗️|bulb 💡
bullettrain_side 🚄|bust_in_silhouette 👤|busts_in_silhouette 👥|calendar 📆
camera 📷|card_index 📇|card_index_dividers 🗂️|chains ⛓️|chart 💹
chart_with_upwards_trend 📈|checkered_flag 🏁|chess_pawn ♟️|cinema 🎦|clap 👏
clapper 🎬|classical_building 🏛️|clipboard 📋|closed_book 📕|cloud ☁️|coffee ☕
coin 🪙|compass 🧭|computer 💻|construction 🚧|construction_worker 👷
control_knobs 🎛️|copyright ©️|crown 👑|crystal_ball 🔮|dart 🎯|date 📅
deciduous_tree 🌳|desktop_computer 🖥️|diamonds ♦️|dizzy 💫|dna 🧬|dog 🐶|door 🚪
dragon 🐉|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|electric_plug 🔌|email 📧
envelope ✉️|exclamation ❗|eyes 👀|factory 🏭|file_folder 📁|fire 🔥|fireworks 🎆
flashlight 🔦|floppy_disk 💾|four_leaf_clover 🍀|game_die 🎲|gear ⚙️|gem 💎|gift 🎁
globe_with_meridians 🌐|green_book 📗|green_heart 💚|grey_question ❔|guitar 🎸
hammer 🔨|hammer_and_wrench 🛠️|handshake 🤝|headphones 🎧|heart ❤️
heavy_check_mark ✔️|heavy_plus_sign ➕|hibiscus 🌺|hospital 🏥|hourglass ⌛
hourglass_flowing_sand ⏳|house 🏠|hugs 🤗|inbox_tray 📥|information_source ℹ️
iphone 📱|jigsaw 🧩|key 🔑|keyboard ⌨️|label 🏷️|ladder 🪜|large_blue_circle 🔵
ledger 📒|link 🔗|lock 🔒|loudspeaker 📢|mag 🔍|mag_right 🔎|mailbox 📫
man_technologist 👨‍💻|map 🗺️|medal_sports 🏅|mega 📣|memo 📝|microphone 🎤
microscope 🔬|milky_way 🌌|money_with_wings 💸|moneybag 💰|mortar_board 🎓
mountain ⛰️|movie_camera 🎥|muscle 💪|musical_note 🎵|name_badge 📛|new 🆕
newspaper 📰|no_entry ⛔|notebook 📓|notebook_with_decorative_cover 📔
nut_and_bolt 🔩|octocat 🐙|office 🏢|ok_hand 👌|open_book 📖|open_file_folder 📂
orange_book 📙|outbox_tray 📤|package 📦|page_facing_up 📄|page_with_curl 📃
paintbrush 🖌️|panda_face 🐼|paperclip 📎|partying_face 🥳|pen ✒️|pencil 📝
pencil2 ✏️|penguin 🐧|people_holding_hands 🧑‍🤝‍🧑|phone ☎️|point_down 👇
point_right 👉|point_up ☝️|pray 🙏|printer 🖨️|pushpin 📌|question ❓|rabbit 🐰
racing_car 🏎️|radio 📻|rainbow 🌈|raised_hands 🙌|recycle ♻️|red_circle 🔴
repeat 🔁|ribbon 🎀|robot 🤖|rocket 🚀|rotating_light 🚨|round_pushpin 📍|runner 🏃
satellite 📡|school 🏫|school_satchel 🎒|scissors ✂️|scroll 📜|seedling 🌱
shield 🛡️|ship 🚢|shopping_cart 🛒|skull 💀|smile 😄|smiley 😃|snake 🐍|snowflake ❄️
soccer ⚽|sos 🆘|sparkles ✨|speech_balloon 💬|spider_web 🕸️|star ⭐|star2 🌟
stars 🌠|stethoscope 🩺|stop_sign 🛑|student 🧑‍🎓|sunglasses 😎|sunny ☀️|tada 🎉
telescope 🔭|test_tube 🧪|thinking 🤔|thought_balloon 💭|thumbsup 👍|+1 👍|ticket 🎫
toolbox 🧰|top 🔝|triangular_flag_on_post 🚩|triangular_ruler 📐|trophy 🏆|tv 📺
umbrella ☔|unlock 🔓|up 🆙|video_camera 📹|video_game 🎮|warning ⚠️|watch ⌚|wave 👋
whale 🐳|white_check_mark ✅|wink 😉|wolf 🐺|woman_technologist 👩‍💻|world_map 🗺️
wrench 🔧|writing_hand ✍️|x ❌|yellow_heart 💛|yum 😋|zap ⚡
"""

#: Name to emoji, as GitHub shows it.
EMOJI: dict[str, str] = {}
for _entry in _TABLE.replace("\n", "|").split("|"):
    if _entry:
        _name, _emoji = _entry.split(" ")
        EMOJI[_name] = _emoji
