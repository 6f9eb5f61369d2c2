-- What the tests need of a Prosody: names that resolve without DNS, and an end together with the tests.
module:set_global();

local adns = require "net.adns";

-- A domain, or "*" for all others, to the host and the port of its server.
local names = module:get_option("mucpulse_test_names", {});

local function server_of(domain)
	return names[domain] or names["*"];
end

-- The resolvers ask for each look-up anew, so that this takes effect wherever it is loaded.
adns.resolver = function ()
	return {
		lookup = function (_, callback, name, record_type)
			local domain = name:match("^_xmpp%-server%._tcp%.(.+)$");
			local server = domain and server_of(domain);
			if record_type == "SRV" and server then
				callback({ { srv = { priority = 0, weight = 0, target = server[1], port = server[2] } } });
			else
				callback({});
			end
		end;
	};
end

-- The process that runs the tests may be killed.
local owner = module:get_option_number("mucpulse_test_owner");
if owner and io.open("/proc/self/stat") then
	module:add_timer(5, function ()
		local file = io.open(("/proc/%d/stat"):format(owner));
		if file then
			file:close();
			return 5;
		end
		os.exit(0);
	end);
end
