"use strict";
(function () {
	const data = JSON.parse(document.getElementById("data").textContent);
	const $ = (id) => document.getElementById(id);
	const MOST_SHOWN = 50;

	/* --- words ------------------------------------------------------------------------------------------------------------- */

	const words = {
		en: {
			title: "Order form", asOf: "Prices and availability as of {0}. Prices are net, in {1}.", products: "Products",
			search: "Search by name or number", searchHelp: "Arrow keys choose, Enter adds to the order.", found: "{0} of {1} products", first: "The first {0} of {1} that fit",
			none: "No product has that in its name or number", order: "Your order", empty: "Nothing chosen yet.", product: "Product",
			quantity: "Quantity", price: "Price", net: "Net", remove: "Remove", removeOf: "Remove {0}", quantityOf: "Quantity of {0}, {1}",
			dateOf: "Wanted day of {0}", subtotal: "Net total", vat: "VAT {0} % on {1}", untaxed: "No VAT on {1}", gross: "Total",
			you: "About the order", customer: "Your customer number", ref: "Your order number", requested: "Wanted by", note: "Note",
			elsewhere: "Deliver to another address", shipTo: "Delivery address", shipName: "Name", street: "Street and number",
			postcode: "Postcode", city: "City", country: "Country (two letters)", finish: "Send it",
			finishHelp: "Save the order form as a file and send it to us as you always do. It is not ordered until we confirm it.",
			save: "Save order form", fresh: "Start a new order", saved: "Saved as {0}. Saving again after a change makes a new file of the same order: send only the last one.",
			errors: "Please look at this first:", errorCustomer: "Your customer number is missing", errorCode: "A customer number has no blanks, commas or colons",
			errorLines: "Choose at least one product", errorQuantity: "{0}: a quantity above zero, with at most {1} decimals",
			errorWhole: "{0}: a whole number above zero", errorDate: "The day is not a date", errorPast: "The day is in the past",
			errorCountry: "Two letters, such as DE", errorAddress: "A street and a city are needed", added: "{0} added, {1} in all", removed: "{0} removed",
			stock: "{0} in stock", partly: "{0} in stock, the rest later", out: "not in stock", next: "not in stock, next on {0}", lead: "{0} working days", service: "by appointment", freed: "{0} free on {1}",
			confirmFresh: "Begin anew? What is on this page is dropped.",
		},
		de: {
			title: "Bestellformular", asOf: "Preise und Verfügbarkeit vom {0}. Preise netto in {1}.", products: "Artikel",
			search: "Suche nach Name oder Nummer", searchHelp: "Pfeiltasten wählen, Eingabetaste übernimmt in die Bestellung.", found: "{0} von {1} Artikeln", first: "Die ersten {0} von {1} passenden",
			none: "Kein Artikel hat das in Name oder Nummer", order: "Ihre Bestellung", empty: "Noch nichts gewählt.", product: "Artikel",
			quantity: "Menge", price: "Preis", net: "Netto", remove: "Entfernen", removeOf: "{0} entfernen", quantityOf: "Menge von {0}, {1}",
			dateOf: "Wunschtag für {0}", subtotal: "Summe netto", vat: "USt. {0} % auf {1}", untaxed: "Keine USt. auf {1}", gross: "Gesamtbetrag",
			you: "Zur Bestellung", customer: "Ihre Kundennummer", ref: "Ihre Bestellnummer", requested: "Gewünscht bis", note: "Bemerkung",
			elsewhere: "An eine andere Anschrift liefern", shipTo: "Lieferanschrift", shipName: "Name", street: "Straße und Hausnummer",
			postcode: "Postleitzahl", city: "Ort", country: "Land (zwei Buchstaben)", finish: "Absenden",
			finishHelp: "Speichern Sie das Formular als Datei und senden Sie sie uns wie gewohnt. Bestellt ist erst, was wir bestätigen.",
			save: "Bestellformular speichern", fresh: "Neue Bestellung", saved: "Gespeichert als {0}. Nach einer Änderung entsteht eine neue Datei derselben Bestellung: Senden Sie nur die letzte.",
			errors: "Bitte zuerst ansehen:", errorCustomer: "Ihre Kundennummer fehlt", errorCode: "Eine Kundennummer hat keine Leerzeichen, Kommas oder Doppelpunkte",
			errorLines: "Wählen Sie mindestens einen Artikel", errorQuantity: "{0}: eine Menge über null mit höchstens {1} Nachkommastellen",
			errorWhole: "{0}: eine ganze Zahl über null", errorDate: "Der Tag ist kein Datum", errorPast: "Der Tag ist vergangen",
			errorCountry: "Zwei Buchstaben, etwa DE", errorAddress: "Straße und Ort werden gebraucht", added: "{0} übernommen, insgesamt {1}", removed: "{0} entfernt",
			stock: "{0} auf Lager", partly: "{0} auf Lager, der Rest später", out: "nicht auf Lager", next: "nicht auf Lager, nächste am {0}", lead: "{0} Werktage", service: "nach Termin", freed: "{0} frei am {1}",
			confirmFresh: "Neu beginnen? Was auf dieser Seite steht, geht verloren.",
		},
	};
	const units = { C62: { en: "pcs", de: "Stk." }, HUR: { en: "h", de: "Std." }, DAY: { en: "days", de: "Tage" }, KGM: { en: "kg", de: "kg" }, GRM: { en: "g", de: "g" }, LTR: { en: "l", de: "l" }, MTR: { en: "m", de: "m" }, MTK: { en: "m²", de: "m²" } };
	let language = data.language || (/^de\b/i.test(navigator.language || "") ? "de" : "en");

	function say(name, ...values) {
		return words[language][name].replace(/\{(\d)\}/g, (all, index) => values[index]);
	}
	const unitWord = (unit) => (units[unit] ? units[unit][language] : unit);

	/* --- exact numbers: integers with a number of decimals, never floating point ---------------------------------------------- */

	const QUANTITY_DECIMALS = 3;
	const QUANTITY_MOST = 10n ** 15n;

	/* "12.50" → { value: 1250n, decimals: 2 } */
	function decimal(text) {
		const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
		const fraction = parts[3] || "";
		const value = BigInt(parts[2] + fraction);
		return { value: parts[1] ? -value : value, decimals: fraction.length };
	}
	/* Half away from zero. */
	function divide(value, by) {
		const negative = value < 0n;
		const whole = ((negative ? -value : value) * 2n + by) / (2n * by);
		return negative ? -whole : whole;
	}
	function digitsOf(value, decimals) {
		const text = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
		return { sign: value < 0n ? "-" : "", whole: text.slice(0, text.length - decimals), fraction: decimals ? text.slice(-decimals) : "" };
	}
	const plain = (value, decimals) => {
		const { sign, whole, fraction } = digitsOf(value, decimals);
		return sign + whole + (fraction ? "." + fraction : "");
	};
	/* For people, in their language. */
	function shown(value, decimals) {
		const { sign, whole, fraction } = digitsOf(value, decimals);
		const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "de" ? "." : ",");
		return (sign ? "−" : "") + grouped + (fraction ? (language === "de" ? "," : ".") + fraction : "");
	}
	const money = (value) => shown(value, data.digits) + "\u00a0" + data.currency;
	const priceText = (price) => shown(price.value, price.decimals);
	function quantityText(value) {
		const { sign, whole, fraction } = digitsOf(value, QUANTITY_DECIMALS);
		const rest = fraction.replace(/0+$/, "");
		return shown(BigInt(sign + whole + rest), rest.length);
	}
	function day(text) {
		const [year, month, date] = text.split("-");
		return language === "de" ? `${date}.${month}.${year}` : text;
	}

	/* What was typed, in thousandths; null: it is no such quantity. A comma is a decimal point in German and in English alike, since
	   nobody groups the digits of a quantity on a form. */
	function quantityRead(text, decimals) {
		const parts = /^\s*(\d{1,12})(?:[.,](\d+))?\s*$/.exec(text);
		if (!parts || (parts[2] || "").length > decimals)
			return null;
		const value = BigInt(parts[1] + (parts[2] || "").padEnd(QUANTITY_DECIMALS, "0"));
		return value > 0n && value <= QUANTITY_MOST ? value : null;
	}

	/* --- products ------------------------------------------------------------------------------------------------------------ */

	const products = data.products.map((product) => ({
		...product,
		priceExact: decimal(product.price),
		rate: decimal(product.tax_rate),
		stock: product.available === null ? null : decimal(product.available).value * 10n ** BigInt(QUANTITY_DECIMALS - decimal(product.available).decimals),
		searched: (product.sku + " " + product.name).toLocaleLowerCase(),
	}));
	let matches = [];
	let chosen = -1;

	function availability(product, wanted) {
		if (product.kind === "service" && product.available === null)
			return say("service");
		if (product.kind === "service")
			return say("freed", quantityText(product.stock), day(product.available_on));
		if (product.kind !== "goods")
			return "";
		if (product.stock > 0n)
			return wanted !== null && wanted > product.stock ? say("partly", quantityText(product.stock)) : say("stock", quantityText(product.stock));
		if (product.available_on)
			return say("next", day(product.available_on));
		return product.lead_days === null ? say("out") : say("out") + ", " + say("lead", product.lead_days);
	}

	function search() {
		const parts = $("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
		const all = products.filter((product) => parts.every((part) => product.searched.includes(part)));
		matches = all.slice(0, MOST_SHOWN);
		chosen = matches.length && parts.length ? 0 : -1;
		if (matches.length < all.length)
			$("found").textContent = say("first", matches.length, all.length);
		else
			$("found").textContent = all.length ? say("found", all.length, products.length) : say("none");
		showMatches();
	}

	function element(name, className, text) {
		const made = document.createElement(name);
		if (className)
			made.className = className;
		if (text !== undefined)
			made.textContent = text;
		return made;
	}

	function showMatches() {
		const list = $("matches");
		list.replaceChildren(...matches.map((product, index) => {
			const item = element("li");
			item.id = "match-" + index;
			item.setAttribute("role", "option");
			item.setAttribute("aria-selected", String(index === chosen));
			item.append(element("b", "", product.name), element("span", "price", priceText(product.priceExact) + " / " + unitWord(product.unit)),
				element("span", "sku", product.sku), element("span", "stock", availability(product, null)));
			item.addEventListener("mousedown", (event) => { event.preventDefault(); add(product); });
			return item;
		}));
		list.hidden = !matches.length;
		$("search").setAttribute("aria-expanded", String(!list.hidden));
		markChosen();
	}

	function markChosen() {
		[...$("matches").children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
		if (chosen < 0) {
			$("search").removeAttribute("aria-activedescendant");
			return;
		}
		$("search").setAttribute("aria-activedescendant", "match-" + chosen);
		$("match-" + chosen).scrollIntoView({ block: "nearest" });
	}

	function closeMatches() {
		$("matches").hidden = true;
		$("search").setAttribute("aria-expanded", "false");
		$("search").removeAttribute("aria-activedescendant");
		$("found").textContent = "";
		chosen = -1;
	}

	$("search").addEventListener("input", search);
	$("search").addEventListener("focus", search);
	$("search").addEventListener("blur", closeMatches);
	$("search").addEventListener("keydown", (event) => {
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			if ($("matches").hidden)
				search();
			const step = event.key === "ArrowDown" ? 1 : -1;
			if (matches.length)
				chosen = (Math.max(chosen, step > 0 ? -1 : 0) + step + matches.length) % matches.length;
			markChosen();
		} else if (event.key === "Enter") {
			if (chosen >= 0)
				add(matches[chosen]);
		} else if (event.key === "Escape") {
			$("search").value = "";
			closeMatches();
		} else {
			return;
		}
		event.preventDefault();
	});

	/* --- lines --------------------------------------------------------------------------------------------------------------- */

	let lines = [];
	let next = 1;
	let changed = false;

	function add(product) {
		const known = lines.find((line) => line.product === product && product.kind !== "service");
		const line = known || { id: next++, product, typed: "1", date: "" };
		if (known) {
			const quantity = quantityRead(known.typed, product.decimals);
			known.typed = quantity === null ? known.typed : quantityText(quantity + 1000n).replace(/[.,](?=\d{3}(\D|$))/g, "");
		} else {
			lines.push(line);
		}
		changed = true;
		$("search").value = "";
		showLines();
		$("said").textContent = say("added", product.name, line.typed);
		$("qty-" + line.id).focus();
		$("qty-" + line.id).select();
	}

	function remove(line) {
		lines = lines.filter((other) => other !== line);
		changed = true;
		showLines();
		$("said").textContent = say("removed", line.product.name);
		$("search").focus();
	}

	const netOf = (line) => {
		const quantity = quantityRead(line.typed, line.product.decimals);
		const { value, decimals } = line.product.priceExact;
		return quantity === null ? null : divide(value * quantity * 10n ** BigInt(data.digits), 10n ** BigInt(decimals + QUANTITY_DECIMALS));
	};

	function lineError(line) {
		if (quantityRead(line.typed, line.product.decimals) !== null)
			return "";
		return line.product.decimals ? say("errorQuantity", line.product.name, line.product.decimals) : say("errorWhole", line.product.name);
	}

	function dateError(text, input) {
		if (input && input.validity.badInput)
			return say("errorDate");
		return text && text < today() ? say("errorPast") : "";
	}
	function today() {
		const now = new Date();
		return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
	}

	function quantityCell(line) {
		const cell = element("td", "quantity");
		const pair = element("span", "pair");
		const input = element("input");
		const note = element("p", "note");
		input.type = "text";
		input.inputMode = line.product.decimals ? "decimal" : "numeric";
		input.id = "qty-" + line.id;
		input.value = line.typed;
		note.id = input.id + "-note";
		input.setAttribute("aria-label", say("quantityOf", line.product.name, unitWord(line.product.unit)));
		input.setAttribute("aria-describedby", note.id);
		input.addEventListener("input", () => { line.typed = input.value; changed = true; showSums(); });
		input.addEventListener("keydown", (event) => {
			if (event.key === "Enter") {
				event.preventDefault();
				$("search").focus();
			}
		});
		pair.append(input, unitWord(line.product.unit));
		cell.append(pair, note);
		if (line.product.kind === "service")
			cell.append(serviceDay(line));
		return cell;
	}

	function serviceDay(line) {
		const input = element("input");
		input.type = "date";
		input.id = "date-" + line.id;
		input.value = line.date;
		input.setAttribute("aria-label", say("dateOf", line.product.name));
		input.addEventListener("input", () => { line.date = input.value; changed = true; showSums(); });
		return input;
	}

	function showLine(line) {
		const row = element("tr");
		const name = element("td", "name");
		const last = element("td", "remove");
		const button = element("button", "", say("remove"));
		row.id = "line-" + line.id;
		name.append(element("b", "", line.product.name), element("span", "sku", line.product.sku), element("span", "stock"));
		button.type = "button";
		button.setAttribute("aria-label", say("removeOf", line.product.name));
		button.addEventListener("click", () => remove(line));
		last.append(button);
		row.append(name, quantityCell(line), element("td", "number price", priceText(line.product.priceExact)), element("td", "number net"), last);
		return row;
	}

	function showLines() {
		$("lines").tBodies[0].replaceChildren(...lines.map(showLine));
		$("lines").hidden = !lines.length;
		$("empty").hidden = lines.length > 0;
		showSums();
	}

	/* VAT once for each category and rate, on the sum of its lines (EN 16931). */
	function sums() {
		const groups = new Map();
		let net = 0n;
		for (const line of lines) {
			const value = netOf(line);
			if (value === null)
				continue;
			const key = line.product.tax_category + " " + line.product.tax_rate;
			const group = groups.get(key) || { rate: line.product.rate, rateText: line.product.tax_rate, net: 0n };
			group.net += value;
			groups.set(key, group);
			net += value;
		}
		let gross = net;
		for (const group of groups.values()) {
			group.tax = divide(group.net * group.rate.value, 100n * 10n ** BigInt(group.rate.decimals));
			gross += group.tax;
		}
		return { net, gross, groups: [...groups.values()] };
	}

	function totalRow(className, label, value) {
		const row = element("tr", className);
		const head = element("th", "", label);
		const cell = element("td", "number", value);
		head.scope = "row";
		head.colSpan = 3;
		row.append(head, cell, element("td"));
		return row;
	}

	function showSums() {
		for (const line of lines) {
			const row = $("line-" + line.id);
			const net = netOf(line);
			const error = lineError(line);
			row.querySelector(".net").textContent = net === null ? "–" : shown(net, data.digits);
			row.querySelector(".stock").textContent = availability(line.product, quantityRead(line.typed, line.product.decimals));
			mark($("qty-" + line.id), error);
		}
		const { net, gross, groups } = sums();
		$("totals").replaceChildren(totalRow("", say("subtotal"), money(net)),
			...groups.map((group) => totalRow("", group.rate.value ? say("vat", shown(group.rate.value, group.rate.decimals), money(group.net)) : say("untaxed", "", money(group.net)), money(group.tax))),
			totalRow("gross", say("gross"), money(gross)));
	}

	/* --- checks -------------------------------------------------------------------------------------------------------------- */

	function mark(input, error) {
		const note = $(input.id + "-note");
		input.setAttribute("aria-invalid", String(!!error));
		if (note) {
			note.textContent = error;
			note.classList.toggle("bad", !!error);
		}
	}

	const checks = {
		customer: (text) => (!text ? say("errorCustomer") : /[\s,:]/.test(text) ? say("errorCode") : ""),
		requested: (text) => dateError(text, $("requested")),
		"ship-country": (text) => (elsewhere() && text && !/^[A-Za-z]{2}$/.test(text) ? say("errorCountry") : ""),
		"ship-street": (text) => (elsewhere() && !text ? say("errorAddress") : ""),
		"ship-city": (text) => (elsewhere() && !text ? say("errorAddress") : ""),
	};
	const elsewhere = () => $("elsewhere").checked;
	const given = (id) => $(id).value.trim();
	const touched = new Set();

	/* Everything that is wrong, in the order of the page: [id of the input, message]. */
	function faults() {
		const found = lines.length ? [] : [["search", say("errorLines")]];
		for (const line of lines) {
			if (lineError(line))
				found.push(["qty-" + line.id, lineError(line)]);
			if (line.product.kind === "service" && dateError(line.date, $("date-" + line.id)))
				found.push(["date-" + line.id, line.product.name + ": " + dateError(line.date, $("date-" + line.id))]);
		}
		for (const id of Object.keys(checks))
			if (checks[id](given(id)))
				found.push([id, checks[id](given(id))]);
		return found;
	}

	function showChecks() {
		for (const id of touched)
			mark($(id), checks[id](given(id)));
		if (!$("errors").hidden)
			showFaults(faults());
	}

	for (const id of Object.keys(checks))
		$(id).addEventListener("blur", () => { touched.add(id); showChecks(); });
	$("form").addEventListener("input", () => { changed = true; $("saved").textContent = ""; showChecks(); });
	$("elsewhere").addEventListener("change", () => {
		$("ship-to").hidden = !elsewhere();
		$("elsewhere").setAttribute("aria-expanded", String(elsewhere()));
		showChecks();
	});

	function showFaults(found) {
		$("errors").hidden = !found.length;
		$("errors").querySelector("ul").replaceChildren(...found.map(([id, message]) => {
			const item = element("li");
			const link = element("a", "", message);
			link.href = "#" + id;
			link.addEventListener("click", (event) => { event.preventDefault(); $(id).focus(); });
			item.append(link);
			return item;
		}));
	}

	/* --- the file ------------------------------------------------------------------------------------------------------------ */

	/* One key for one order, however often it is saved: the same order never counts twice. */
	function newKey() {
		const bytes = crypto.getRandomValues(new Uint8Array(16));
		return "form-" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	}
	let key = newKey();

	/* A JSON object with its numbers as they are typed here: exact. */
	function member(name, json) {
		return JSON.stringify(name) + ": " + json;
	}
	function texts(pairs) {
		return pairs.filter(([, text]) => text).map(([name, text]) => member(name, JSON.stringify(text)));
	}
	function lineJson(line) {
		const quantity = quantityRead(line.typed, line.product.decimals);
		const members = [member("sku", JSON.stringify(line.product.sku)), member("qty", plain(quantity, QUANTITY_DECIMALS).replace(/\.?0+$/, "")), member("price", line.product.price)];
		return "    { " + members.concat(texts([["date", line.date]])).join(", ") + " }";
	}
	function formJson() {
		const members = [member("schema", '"ordr.order-form/1"')].concat(texts([["customer", given("customer")], ["ref", given("ref")], ["key", key],
			["channel", "form"], ["requested", $("requested").value], ["currency", data.currency], ["note", $("note").value.trim()]]));
		if (elsewhere())
			members.push(member("ship_to", "{ " + texts([["name", given("ship-name")], ["street", given("ship-street")], ["postcode", given("ship-postcode")],
				["city", given("ship-city")], ["country", given("ship-country").toUpperCase()]]).join(", ") + " }"));
		members.push(member("lines", "[\n" + lines.map(lineJson).join(",\n") + "\n  ]"));
		return "{\n  " + members.join(",\n  ") + "\n}\n";
	}
	function fileName() {
		const safe = (text) => text.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60);
		return ["order", safe(given("customer")), safe(given("ref") || key.slice(-8))].join("-") + ".json";
	}

	$("form").addEventListener("submit", (event) => {
		event.preventDefault();
		Object.keys(checks).forEach((id) => touched.add(id));
		showChecks();
		const found = faults();
		showFaults(found);
		if (found.length) {
			$("errors").focus();
			return;
		}
		const link = element("a");
		link.href = URL.createObjectURL(new Blob([formJson()], { type: "application/json" }));
		link.download = fileName();
		document.body.append(link);
		link.click();
		link.remove();
		setTimeout(() => URL.revokeObjectURL(link.href), 60000);
		changed = false;
		$("saved").textContent = say("saved", link.download);
	});

	$("fresh").addEventListener("click", () => {
		if (changed && !confirm(say("confirmFresh")))
			return;
		$("form").reset();
		begin();
	});
	window.addEventListener("beforeunload", (event) => {
		if (changed && lines.length)
			event.preventDefault();
	});

	/* --- language and beginning ------------------------------------------------------------------------------------------------ */

	function speak(lang) {
		language = lang;
		document.documentElement.lang = lang;
		document.title = say("title") + (data.company ? " – " + data.company : "");
		for (const spoken of document.querySelectorAll("[data-text]"))
			spoken.textContent = say(spoken.dataset.text);
		$("as-of").textContent = say("asOf", day(data.as_of), data.currency);
		for (const other of ["de", "en"])
			$("lang-" + other).setAttribute("aria-pressed", String(other === lang));
		showLines();
		showChecks();
	}

	function begin() {
		key = newKey();
		lines = [];
		touched.clear();
		$("customer").value = data.customer || "";
		$("requested").min = today();
		$("ship-to").hidden = true;
		$("errors").hidden = true;
		$("saved").textContent = "";
		for (const id of Object.keys(checks))
			mark($(id), "");
		speak(language);
		changed = false;
		$("search").focus();
	}

	$("company").textContent = data.company || "";
	$("lang-de").addEventListener("click", () => speak("de"));
	$("lang-en").addEventListener("click", () => speak("en"));
	begin();
})();
